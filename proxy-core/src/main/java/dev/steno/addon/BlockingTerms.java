package dev.steno.addon;

import java.util.concurrent.Executor;

/**
 * Where a blocking handler runs, and for how long an exchange waits for it. Immutable.
 *
 * @param threads runs the handler
 * @param nanos nanoseconds from its begin after which its thread is interrupted and the exchange continues; 0 for no limit
 * @param late decides then
 */
public record BlockingTerms(Executor threads, long nanos, Late late) {

    /** Decides in the place of a handler that has not returned in time. Any thread; must not block. */
    public interface Late {
        /** Returns the verdict for a subject. */
        <T> Verdict<T> verdict(T subject);
    }
}
