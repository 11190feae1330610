package dev.steno.tui.term;

import org.jline.keymap.BindingReader;

/**
 * Text that is pasted, which a terminal sends between two sequences if it was asked to (bracketed paste of xterm), so that
 * its lines are not taken for keys. Stateless.
 */
final class Pasting {
    static final String ON = "\u001b[?2004h";
    static final String OFF = "\u001b[?2004l";
    static final String BEGIN = "\u001b[200~";
    private static final String END = "\u001b[201~";

    /** Upper bound on the characters that are kept; the others are read and left out. */
    private static final int MOST = 1 << 16;

    /** How long to wait for more before the end is taken for lost, in milliseconds. */
    private static final long PATIENCE_MILLIS = 2_000;

    private Pasting() {}

    /** Reads the text behind {@link #BEGIN}, without its end. Blocks until that has come, or nothing more comes. */
    static String text(BindingReader reader) {
        StringBuilder text = new StringBuilder();
        StringBuilder last = new StringBuilder();
        while (!last.toString().equals(END) && reader.peekCharacter(PATIENCE_MILLIS) >= 0) {
            last.appendCodePoint(reader.readCharacter());
            while (last.length() > END.length()) {
                if (text.length() < MOST) {
                    text.append(last.charAt(0));
                }
                last.deleteCharAt(0);
            }
        }
        return last.toString().equals(END) ? text.toString() : text.append(last).toString();
    }
}
