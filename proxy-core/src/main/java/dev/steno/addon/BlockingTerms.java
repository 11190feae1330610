package dev.steno.addon;

import java.util.concurrent.Executor;

/**
 * Where a blocking handler runs, and for how long an exchange waits for it. Immutable.
 *
 * @param threads runs the handler
 * @param nanos nanoseconds from its begin after which the handler has failed and its thread is interrupted; 0 for no limit
 */
public record BlockingTerms(Executor threads, long nanos) {}
