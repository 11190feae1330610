package dev.steno.addon.bus;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;

/**
 * The run times of the handlers that an addon has at a hook, in one phase, since the start. Of a handler that answers
 * later, the time until it returned its stage. Immutable.
 *
 * @param blocking whether they run on the threads of blocking handlers, and not on event loops
 * @param calls the number of times that they were run
 * @param max the longest run, in nanoseconds
 * @param p99 an upper bound on 99 of 100 runs, in nanoseconds, at most a quarter too high
 * @param running the number that have not returned
 */
public record HandlerTiming(
        String addon, Hook<?> hook, Phase phase, boolean blocking, long calls, long max, long p99, long running) {}
