package dev.steno.tui.term;

import java.util.Map;
import java.util.TreeMap;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** The names of keys, by what terminals send for them. Stateless. */
final class Keys {
    /** What a key is bound to that has no name: it is the text itself. */
    static final String TEXT = "text";

    /** What the beginning of an answer of {@link Background} is bound to. */
    static final String BACKGROUND = "background";

    /** What the beginning of a pasted text is bound to. */
    static final String PASTE = "paste";

    /** How long to wait for the rest of a sequence after an escape, in milliseconds; also over a slow connection. */
    private static final long ESCAPE_MILLIS = 50;

    private static final Map<String, Capability> CAPABILITIES = new TreeMap<>(Map.of(
            "up", Capability.key_up,
            "down", Capability.key_down,
            "left", Capability.key_left,
            "right", Capability.key_right,
            "home", Capability.key_home,
            "end", Capability.key_end,
            "pageup", Capability.key_ppage,
            "pagedown", Capability.key_npage,
            "delete", Capability.key_dc,
            "shift-tab", Capability.key_btab));

    /** The final letters of cursor keys in xterm's sequences, as {@code ESC [ 1 ; 2 A} for Shift and up. */
    private static final Map<String, String> LETTERS =
            new TreeMap<>(Map.of("up", "A", "down", "B", "right", "C", "left", "D", "end", "F", "home", "H"));

    private static final Map<String, String> NUMBERS =
            new TreeMap<>(Map.of("home", "1", "delete", "3", "end", "4", "pageup", "5", "pagedown", "6"));

    private Keys() {}

    static KeyMap<String> of(Terminal terminal) {
        KeyMap<String> keys = new KeyMap<>();
        keys.setUnicode(TEXT);
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        for (char c = ' ' + 1; c < 0x7f; c++) {
            keys.bind(TEXT, String.valueOf(c));
        }
        for (char c = 'a'; c <= 'z'; c++) {
            keys.bind("ctrl-" + c, KeyMap.ctrl(c));
        }
        keys.bind("space", " ");
        keys.bind("tab", "\t");
        keys.bind("enter", "\r", "\n");
        keys.bind("backspace", "\u007f", "\b");
        keys.bind("esc", "\u001b");
        LETTERS.forEach((name, letter) -> {
            keys.bind(name, "\u001b[" + letter, "\u001bO" + letter);
            keys.bind("shift-" + name, "\u001b[1;2" + letter);
            keys.bind("ctrl-" + name, "\u001b[1;5" + letter);
        });
        NUMBERS.forEach((name, number) -> keys.bind(name, "\u001b[" + number + "~"));
        keys.bind("shift-tab", "\u001b[Z");
        keys.bind(BACKGROUND, Background.ANSWER);
        keys.bind(PASTE, Pasting.BEGIN);
        CAPABILITIES.forEach((name, capability) -> {
            String sent = KeyMap.key(terminal, capability);
            if (sent != null && !sent.isEmpty()) {
                keys.bind(name, sent);
            }
        });
        return keys;
    }
}
