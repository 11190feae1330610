package dev.steno.tui.data;

import dev.steno.edit.HeldEdit;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.text.FlowSummary;
import java.util.Optional;

/**
 * A held message. Immutable.
 *
 * @param point the message, as {@link Hold.Point#label}
 * @param since when the hold began, in nanoseconds since the epoch
 * @param deadline when it ends by itself, in nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET} if it does not
 * @param why the filter, rule or person that caused it
 * @param method empty if there is none
 * @param status 0 if there is none
 * @param changed whether this message, rather than another one of its flow, is not as it came
 */
public record HeldItem(
        long flow,
        String point,
        long since,
        long deadline,
        String why,
        String method,
        String url,
        int status,
        boolean changed) {

    /** Returns the held message of a flow; empty if none is held. */
    static Optional<HeldItem> of(Flow flow) {
        Hold held = flow.held();
        if (held == null) {
            return Optional.empty();
        }
        FlowSummary shown = FlowSummary.of(flow);
        String method = shown.method();
        Integer status = shown.status();
        return Optional.of(new HeldItem(
                flow.id(),
                held.point().label(),
                held.since(),
                held.deadline(),
                held.why(),
                method == null ? "" : method,
                shown.url(),
                status == null ? 0 : status,
                flow instanceof HttpFlow http && HeldEdit.isChanged(http)));
    }

    /** Whether messages of a WebSocket or a raw stream are held, rather than a request or a response. */
    public boolean isStream() {
        return point.equals(Hold.Point.MESSAGES.label());
    }
}
