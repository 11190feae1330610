package dev.steno.script.run;

import java.util.concurrent.TimeUnit;

/** A failure of code that is not the user's Java: its message is a whole sentence, which is logged as it is. */
public final class PlainFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param sentence what failed, and what to do; without its end */
    public PlainFailure(String sentence) {
        super(sentence, null, false, false);
    }

    /** A failure of a call on what the code was given, whose message says what is wrong. */
    public static PlainFailure of(String what, Throwable cause) {
        if (cause instanceof PlainFailure plain) {
            return plain;
        }
        if (cause instanceof OutOfMemoryError) {
            return new PlainFailure(what + "it needs more memory than Steno has");
        }
        String message = cause.getMessage();
        return new PlainFailure(what + (message == null ? "internal error, please report it: " + cause : message));
    }

    /** A call has not returned in time. */
    static PlainFailure late(long nanos) {
        return new PlainFailure("it has not returned within " + TimeUnit.NANOSECONDS.toMillis(nanos)
                + " ms, so its exchange continues without it (script-timeout)");
    }
}
