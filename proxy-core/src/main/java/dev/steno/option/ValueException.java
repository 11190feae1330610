package dev.steno.option;

/** A text is not a valid value of its type. The message quotes the text, the problem and what is accepted. */
public final class ValueException extends IllegalArgumentException {
    private static final int SHOWN = 60;

    private final String problem;
    private final String accepted;

    /**
     * @param text the text as it was given
     * @param problem the problem, to follow the quoted text, such as {@code is not a size}
     * @param accepted what is accepted, such as {@code true or false}
     */
    public ValueException(String text, String problem, String accepted) {
        super(quote(text) + " " + problem + "; accepted: " + accepted);
        this.problem = problem;
        this.accepted = accepted;
    }

    /** The message without the text, for values that must not be shown. */
    public String withoutText() {
        return "the value " + problem + "; accepted: " + accepted;
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > SHOWN ? "…\"" : "\"")
                .toString();
    }
}
