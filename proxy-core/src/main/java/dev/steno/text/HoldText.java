package dev.steno.text;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Times;

/** A hold in words. Stateless. */
public final class HoldText {
    private HoldText() {}

    /** Returns the hold of a flow on one line, as in {@code 12 s at the request by '~u /login', resumed by ann}. */
    public static String of(Hold hold, Flow flow) {
        String where = "at the " + message(hold.point());
        String why = hold.why().isEmpty() ? "" : " by '" + Printable.line(hold.why()) + "'";
        Hold.Outcome outcome = hold.outcome();
        if (outcome != null) {
            String by = hold.by().isEmpty() ? "" : " by " + Printable.line(hold.by());
            return Quantity.duration(hold.ended() - hold.since()) + " " + where + why + ", " + end(outcome) + by;
        }
        String since = "since " + Timestamps.local(hold.since()) + " " + where + why;
        if (flow.state() != FlowState.OPEN) {
            return since + ", when the recording was cut off";
        }
        return Times.isSet(hold.deadline()) ? since + ", until " + Timestamps.local(hold.deadline()) : since;
    }

    private static String message(Hold.Point point) {
        return switch (point) {
            case REQUEST_HEAD -> "request's head";
            case REQUEST -> "request";
            case RESPONSE_HEAD -> "response's head";
            case RESPONSE -> "response";
            case MESSAGES -> "messages";
        };
    }

    private static String end(Hold.Outcome outcome) {
        return switch (outcome) {
            case RESUMED -> "resumed";
            case EDITED -> "edited and resumed";
            case ANSWERED -> "answered";
            case DROPPED -> "dropped";
            case KILLED -> "killed";
            case TIMED_OUT -> "ended by its deadline";
            case CLIENT_LEFT -> "ended when the client disconnected";
            case FAILED -> "ended by a failure";
        };
    }
}
