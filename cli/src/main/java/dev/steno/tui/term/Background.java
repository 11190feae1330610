package dev.steno.tui.term;

import java.util.Map;
import org.jline.keymap.BindingReader;
import org.jline.terminal.Terminal;

/** Asks a terminal for the colour of its background (OSC 11 of xterm). It may answer at any time, among keys. Stateless. */
final class Background {
    /** What an answer begins with. */
    static final String ANSWER = "\u001b]11;";

    private static final String QUESTION = "\u001b]11;?\u001b\\";

    /** How long to wait for the next character of an answer, in milliseconds. */
    private static final long PATIENCE_MILLIS = 50;

    /** Upper bound on the characters of an answer. */
    private static final int LONGEST = 64;

    private Background() {}

    static void ask(Terminal terminal, Map<String, String> environment) {
        if (!environment.getOrDefault("TERM", "").equals("linux")) { // it prints the question
            terminal.writer().write(QUESTION);
            terminal.flush();
        }
    }

    /** Reads the rest of an answer, such as {@code rgb:1e1e/1e1e/1e1e ESC \}. */
    static String answer(BindingReader reader) {
        StringBuilder answer = new StringBuilder();
        while (answer.length() < LONGEST && reader.peekCharacter(PATIENCE_MILLIS) >= 0) {
            int next = reader.readCharacter();
            answer.append((char) next);
            if (next == '\u0007' || next == '\\') {
                break;
            }
        }
        return answer.toString();
    }

    /** Whether an answer names a dark colour; true if it names none. */
    static boolean isDark(String answer) {
        int at = answer.indexOf("rgb:");
        if (at < 0) {
            return true;
        }
        String[] parts = answer.substring(at + 4).split("/", 3);
        if (parts.length < 3) {
            return true;
        }
        try {
            double light = 0.299 * level(parts[0]) + 0.587 * level(parts[1]) + 0.114 * level(parts[2]);
            return light < 0.5;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static double level(String digits) {
        String hex = digits.replaceAll("[^0-9a-fA-F].*", "");
        return Integer.parseInt(hex, 16) / (Math.pow(16, hex.length()) - 1);
    }
}
