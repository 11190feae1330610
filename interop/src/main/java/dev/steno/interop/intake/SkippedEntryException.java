package dev.steno.interop.intake;

import dev.steno.interop.loss.Loss;

/** Reports an entry that becomes no flow; the import goes on with the next one. */
public final class SkippedEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Loss loss;

    /** @param loss the cause, as it is counted */
    public SkippedEntryException(Loss loss, String message) {
        super(message, null, false, false);
        this.loss = loss;
    }

    /** Returns the cause, as it is counted. */
    public Loss loss() {
        return loss;
    }
}
