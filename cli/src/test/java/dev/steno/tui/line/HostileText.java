package dev.steno.tui.line;

import java.util.List;
import java.util.Random;

/** Text as a hostile peer may send it. Stateless. */
public final class HostileText {
    private static final List<String> PIECES = List.of(
            "\u001b[2J",
            "\u001b]0;owned\u0007",
            "\u001bP+q\u001b\\",
            "\u009b31m",
            "\u0000",
            "\b\b\b",
            "\r\n",
            "\t",
            "\u007f",
            "\u0085",
            "\u202e",
            "\u2066",
            "\u200b",
            "\u200d",
            "\u2028",
            "\ufeff",
            "\ufe0f",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\udde9\ud83c\uddea",
            "\ud83c\udffd",
            "\ud800",
            "\udc00",
            "e\u0301",
            "a\u0301\u0302\u0303\u0304\u0305\u0306",
            "\u0301",
            "日本語",
            "ｶﾞ",
            "\u1112\u1161\u11ab",
            "\u3164",
            "שלום",
            "\uffff",
            "\ue000",
            "\udb40\udd00",
            "\ufffd",
            "/path?q=1",
            "x");

    private HostileText() {}

    /** Returns a character; half a pair also. */
    static String of(int point) {
        return new String(Character.toChars(point));
    }

    /** Returns a text of at most a number of pieces. */
    public static String random(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            } else {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    /** Whether a terminal might do something else with a character than show it in the next cell. */
    public static boolean isHarmful(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE;
    }
}
