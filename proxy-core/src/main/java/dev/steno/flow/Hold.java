package dev.steno.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an exchange waited for a decision of a person. Immutable. The time is part of the exchange's duration.
 *
 * @param point the message that was held
 * @param since when the hold began, in nanoseconds since the epoch
 * @param deadline when it ends by itself, in nanoseconds since the epoch; {@link Times#UNSET} if it does not
 * @param why the filter, rule or person that caused it
 * @param ended when it ended, in nanoseconds since the epoch; {@link Times#UNSET} while it lasts, and if the proxy was
 *     killed meanwhile
 * @param outcome how it ended; null as long as {@code ended} is unset
 * @param by who ended it; empty if no person did
 */
public record Hold(
        Point point,
        long since,
        long deadline,
        String why,
        long ended,
        @Nullable Outcome outcome,
        String by) {

    /** The largest number of holds that a flow keeps; further ones replace the last. */
    public static final int MOST = 16;

    /** The held message. */
    public enum Point implements NumberedConstant {
        /** The request's head; its body has not been read completely. */
        REQUEST_HEAD(1),
        /** The whole request. */
        REQUEST(2),
        /** The response's head; its body has not been read completely. */
        RESPONSE_HEAD(3),
        /** The whole response. */
        RESPONSE(4),
        /** Messages of a WebSocket or a raw stream. */
        MESSAGES(5);

        private final int number;

        Point(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }

        /** The name in messages and exports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the message, or its head, is the request. */
        public boolean isRequest() {
            return this == REQUEST_HEAD || this == REQUEST;
        }

        /** Whether the message is held with its whole body. */
        public boolean hasBody() {
            return this == REQUEST || this == RESPONSE;
        }
    }

    /** How a hold ended. */
    public enum Outcome implements NumberedConstant {
        /** Sent on as it came. */
        RESUMED(1),
        /** Sent on with changes. */
        EDITED(2),
        /** Answered by hand. */
        ANSWERED(3),
        /** Ended with a page that says so. */
        DROPPED(4),
        /** Cut off. */
        KILLED(5),
        /** The deadline passed. */
        TIMED_OUT(6),
        /** The client disconnected. */
        CLIENT_LEFT(7),
        /** The exchange failed for another reason. */
        FAILED(8);

        private final int number;

        Outcome(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }

        /** The name in messages and exports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A hold that begins now. */
    public static Hold begin(Point point, String why, long nanos) {
        long now = Times.now();
        return new Hold(point, now, nanos > 0 ? now + nanos : Times.UNSET, why, Times.UNSET, null, "");
    }

    /** Whether the hold has not ended. */
    public boolean lasts() {
        return outcome == null;
    }

    /** This hold, ended now. */
    public Hold ended(Outcome how, String who) {
        return new Hold(point, since, deadline, why, Times.now(), how, who);
    }

    /** Returns the holds of a flow with one that begins; of more than {@link #MOST}, it replaces the last. */
    public static List<Hold> begun(List<Hold> holds, Hold next) {
        List<Hold> all = new ArrayList<>(holds);
        if (all.size() == MOST) {
            all.remove(MOST - 1);
        }
        all.add(next);
        return List.copyOf(all);
    }

    /** Returns the holds of a flow of which the last one ends now. */
    public static List<Hold> lastEnded(List<Hold> holds, Outcome how, String who) {
        List<Hold> all = new ArrayList<>(holds);
        int last = all.size() - 1;
        all.set(last, all.get(last).ended(how, who));
        return List.copyOf(all);
    }
}
