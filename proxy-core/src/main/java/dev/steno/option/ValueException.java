package dev.steno.option;

/**
 * Reports that a text is not a valid value of its type. The message has the text, the problem and a description of the
 * accepted values.
 */
public final class ValueException extends IllegalArgumentException {
    private static final int SHOWN = 60;

    private final String problem;
    private final String accepted;

    /**
     * @param text the text as it was given
     * @param problem the problem, as a predicate that follows the quoted text, such as {@code is not a size}
     * @param accepted the accepted values, such as {@code true or false}
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
