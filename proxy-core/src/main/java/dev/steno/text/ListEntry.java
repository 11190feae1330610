package dev.steno.text;

import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import org.jspecify.annotations.Nullable;

/**
 * What a list of flows shows of one flow. Immutable.
 *
 * @param started nanoseconds since the epoch
 * @param method the request's method; the protocol of a flow that is not HTTP
 * @param status the response's status; 0 before a response
 * @param held whether a message of the flow is held, or was when its recording was cut off
 * @param unread whether the flow is TLS that was passed through and not decrypted
 * @param size bytes of the response's body on the wire, or sent by the server on a stream
 * @param duration nanoseconds; {@link Times#UNSET} while the flow is open
 * @param type the response's media type; null if it names none
 * @param reason why the flow failed, in a few words; null if it did not fail
 */
public record ListEntry(
        long id,
        FlowState state,
        long started,
        String method,
        int status,
        boolean held,
        boolean unread,
        long size,
        long duration,
        @Nullable String type,
        String url,
        @Nullable String reason) {

    public static ListEntry of(FlowSummary flow) {
        Integer status = flow.status();
        return new ListEntry(
                flow.id(),
                flow.state(),
                flow.started(),
                flow.method() == null ? flow.kind() : flow.method(),
                status == null ? 0 : status,
                flow.held(),
                flow.unread(),
                flow.responseSize(),
                flow.duration(),
                flow.webSocket() == null ? flow.type() : "websocket",
                flow.url(),
                flow.error() == null ? null : FlowSummary.reason(flow.error()));
    }

    /** Whether the flow ended before it was complete. */
    public boolean failed() {
        return reason != null || state == FlowState.INTERRUPTED || state == FlowState.FAILED;
    }

    /** Why the flow did not complete, for people; null if it did, or is still open. */
    public @Nullable String why() {
        if (reason != null || !failed()) {
            return reason;
        }
        return held ? state.label() + " while held" : state.label();
    }

    /**
     * The status in up to six columns; {@code unread} for TLS that was passed through, even if it failed; {@code held}
     * while a message is held. A sign
     * before the number shows without colour that the flow failed ({@code ✗}) or is open ({@code …}). The reason of a
     * failure has another column.
     */
    String statusCell() {
        if (unread) {
            return "unread";
        }
        String number = status == 0 ? "" : Integer.toString(status);
        if (failed()) {
            return ("✗ " + number).stripTrailing();
        }
        if (held && state == FlowState.OPEN) {
            return "held";
        }
        return state == FlowState.OPEN ? ("… " + number).stripTrailing() : number;
    }
}
