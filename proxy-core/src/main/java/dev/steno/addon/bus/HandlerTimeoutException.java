package dev.steno.addon.bus;

import java.util.concurrent.TimeUnit;

/** A blocking handler has not returned within its time. Has no stack trace: that of its cause is another thread's. */
final class HandlerTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HandlerTimeoutException(long nanos) {
        super(
                "it has not returned within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, and its thread was interrupted",
                null,
                false,
                false);
    }
}
