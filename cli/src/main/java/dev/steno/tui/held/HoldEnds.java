package dev.steno.tui.held;

import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import java.util.List;

/** How holds have ended, in words. Stateless. */
final class HoldEnds {
    private HoldEnds() {}

    /** Returns how the last hold of a flow ended; empty if the record does not say it yet. */
    static String of(Flow flow) {
        List<Hold> holds = flow.holds();
        Hold last = holds.isEmpty() ? null : holds.get(holds.size() - 1);
        Hold.Outcome outcome = last == null ? null : last.outcome();
        if (last == null || outcome == null) {
            return "";
        }
        return words(outcome) + (last.by().isEmpty() ? "" : " by " + last.by());
    }

    private static String words(Hold.Outcome outcome) {
        return switch (outcome) {
            case RESUMED -> "was resumed";
            case EDITED -> "was resumed with changes";
            case ANSWERED -> "was answered";
            case DROPPED -> "was dropped";
            case KILLED -> "was killed";
            case TIMED_OUT -> "ended by its deadline";
            case CLIENT_LEFT -> "the client left";
            case FAILED -> "the exchange failed";
        };
    }
}
