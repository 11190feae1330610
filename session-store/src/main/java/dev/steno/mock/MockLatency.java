package dev.steno.mock;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.option.ValueTypes;
import dev.steno.rule.network.Throttle;
import java.time.Duration;

/**
 * How long answers wait. Immutable.
 *
 * @param percent of the time that the recorded server took
 * @param fixed nanoseconds in addition
 */
record MockLatency(int percent, long fixed) {
    /** Upper bound on a recorded wait, in nanoseconds; a server that took longer is taken to have taken this long. */
    private static final long LONGEST = 60_000_000_000L;

    /** Upper bound on a wait that is given. */
    private static final Duration LONGEST_GIVEN = Duration.ofHours(1);

    static final MockLatency NONE = new MockLatency(0, 0);

    /** @throws IllegalArgumentException if the text is none; its message says what is */
    static MockLatency parse(String text) {
        String word = text.strip();
        if (word.equals("none") || word.isEmpty()) {
            return NONE;
        } else if (word.equals("recorded")) {
            return new MockLatency(100, 0);
        } else if (word.matches("[0-9]{1,5}%")) {
            return new MockLatency(Integer.parseInt(word.substring(0, word.length() - 1)), 0);
        }
        long network = Throttle.delayOf(word);
        if (network >= 0) {
            return new MockLatency(0, network);
        }
        try {
            Duration wait = ValueTypes.STANDARD.of(Duration.class).parse(word);
            if (wait.compareTo(LONGEST_GIVEN) <= 0) {
                return new MockLatency(0, wait.toNanos());
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is no latency; expected none, recorded, a percentage such as 50%, a duration such as 200ms of at most"
                + " 1h, or a network such as 3g");
    }

    /** Returns how long the answer waits that was recorded with a flow, in nanoseconds. */
    long of(HttpFlow recorded) {
        HttpResponse response = recorded.response();
        long asked = recorded.request().ended();
        if (percent == 0 || response == null || !Times.isSet(response.started()) || !Times.isSet(asked)) {
            return fixed;
        }
        long took = Math.max(0, Math.min(LONGEST, response.started() - asked));
        return fixed + Math.min(LONGEST, took / 100 * percent);
    }
}
