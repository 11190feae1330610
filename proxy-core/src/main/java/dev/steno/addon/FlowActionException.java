package dev.steno.addon;

/** An action on a flow was not done. The message says why, in one sentence for people. */
public final class FlowActionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of reason. */
    public enum Reason {
        /** The flow has ended, or is not here. */
        ENDED,
        /** The flow is not held. */
        NOT_HELD,
        /** The flow was changed since the revision that the action is based on. */
        STALE,
        /** The change does not fit the message. */
        INVALID
    }

    private final Reason reason;

    public FlowActionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns the kind of reason, for programs. */
    public Reason reason() {
        return reason;
    }
}
