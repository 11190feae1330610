package dev.steno.mock;

/** What a mock does with requests that were recorded, and with others. */
public enum MockMode {
    /** Recorded requests are answered; what others get is said by {@code server-replay-extra}. */
    REPLAY,
    /** Recorded requests are answered, others are refused. No server is ever connected to. */
    STRICT,
    /** Recorded requests are answered, others are forwarded. */
    SPY,
    /** As {@link #NEW} if nothing was recorded when the mock was started, otherwise as {@link #STRICT}. */
    ONCE,
    /** Recorded requests are answered; others are forwarded, and are recorded ones from then on. */
    NEW,
    /** All requests are forwarded; recorded ones are answered if their server fails. */
    FALLBACK,
    /** All requests are forwarded; how the responses differ from the recorded ones is noted in their flows. */
    DIFF,
    /** All requests are forwarded, and their responses take the place of the recorded ones; recent ones are answered. */
    RECORD
}
