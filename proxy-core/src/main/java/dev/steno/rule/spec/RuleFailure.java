package dev.steno.rule.spec;

/** Thrown by a rule that matches a message and cannot do its work; the message passes as if the rule were not there. */
public final class RuleFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public RuleFailure(String message) {
        super(message);
    }
}
