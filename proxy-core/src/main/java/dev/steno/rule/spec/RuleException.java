package dev.steno.rule.spec;

/** Thrown for a rule that is not valid. The message says what is wrong and what is expected, for the person who set it. */
public final class RuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public RuleException(String message) {
        super(message);
    }
}
