package dev.steno.replay.run;

import java.time.Duration;

/**
 * How a run sends its requests. Immutable.
 *
 * @param concurrency upper bound on the requests in flight, at least 1
 * @param highestRate upper bound on the requests that are sent per second, whatever the timing; 0 for none
 * @param connections over which connections they are sent
 * @param passes how often the record is sent, at least 1, or {@link #ENDLESS}
 * @param duration after which no request is sent; 0 for no bound
 * @param timeout after which a request without an end is ended; 0 for never
 * @param streamTime for how long an event stream is read; 0 for as long as it was recorded
 * @param polite whether the Retry-After of a 429 or 503 is obeyed (RFC 9110, 10.2.3)
 * @param name of the run, which each flow notes
 */
public record RunSettings(
        RunTiming timing,
        int concurrency,
        double highestRate,
        Connections connections,
        int passes,
        Duration duration,
        Duration timeout,
        Duration streamTime,
        boolean polite,
        String name) {
    /** Upper bound on the requests in flight: each has an exchange, and over HTTP/1 a connection. */
    public static final int MOST_IN_FLIGHT = 10_000;

    /** Passes of a run that only its duration ends. */
    public static final int ENDLESS = Integer.MAX_VALUE;

    /** Over which connections the requests of a run are sent. */
    public enum Connections {
        /** Those that are idle, of any request before. */
        SHARED,
        /** A client for each recorded connection of one, whose requests keep the order of their causes. */
        RECORDED,
        /** A new one for each request. */
        NEW
    }

    /** Returns the usual bound on the requests in flight. */
    public static int usualConcurrency(RunTiming timing) {
        return timing instanceof RunTiming.Serial ? 1 : timing.isOpenLoop() ? 4_096 : 16;
    }
}
