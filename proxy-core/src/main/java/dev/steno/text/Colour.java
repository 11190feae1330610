package dev.steno.text;

/** Colours and emphasis on a terminal (ECMA-48, 8.3.117 SGR). */
public enum Colour {
    NONE(""),
    DIM("2"),
    BOLD("1"),
    GREEN("32"),
    CYAN("36"),
    YELLOW("33"),
    RED("31");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** The text in this colour if {@code wanted}. The text must already be {@linkplain Printable escaped}. */
    public String paint(String text, boolean wanted) {
        return !wanted || this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** The colour for the class of a response's status (RFC 9110, 15). */
    public static Colour ofStatus(int status) {
        return switch (status / 100) {
            case 1, 3 -> CYAN;
            case 2 -> GREEN;
            case 4 -> YELLOW;
            case 5 -> RED;
            default -> NONE;
        };
    }
}
