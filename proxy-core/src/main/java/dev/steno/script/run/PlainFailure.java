package dev.steno.script.run;

import java.util.concurrent.TimeUnit;

/** A call of a script has not returned in time. Its message is a whole sentence. */
final class LateCall extends RuntimeException {
    private static final long serialVersionUID = 1;

    LateCall(long nanos) {
        super(
                "it has not returned within " + TimeUnit.NANOSECONDS.toMillis(nanos)
                        + " ms, so its exchange continues without it (script-timeout)",
                null,
                false,
                false);
    }
}
