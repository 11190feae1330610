package dev.steno.exchange.body;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.exchange.head.Framing;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Whether a person's event can be put into a response. On the exchange's event loop. */
public final class EventInjection {
    /** Bytes that wait for the client from which no further event is taken. */
    public static final int MOST = 1 << 20;

    private EventInjection() {}

    public static boolean isEventStream(HttpResponse head) {
        return ContentType.parse(head.headers().get("Content-Type")).type().equals("text/event-stream");
    }

    /**
     * Checks that an event can be put into the response of a flow now.
     *
     * @param begun whether its head was sent
     * @param ended whether it is complete
     * @param accepted whether the client accepts more
     * @throws FlowActionException if not, with the reason
     */
    public static void check(HttpFlow flow, boolean begun, boolean ended, boolean accepted) {
        String why = refusal(flow, begun, ended, accepted);
        if (why != null) {
            throw new FlowActionException(Reason.INVALID, "no event can be put into flow " + flow.id() + why);
        }
    }

    private static @Nullable String refusal(HttpFlow flow, boolean begun, boolean ended, boolean accepted) {
        HttpResponse head = flow.response();
        if (head == null) {
            return ": no response has begun";
        }
        if (head.status() == 101) {
            return ": it is a WebSocket; see inject.websocket";
        }
        if (!isEventStream(head)) {
            String type = head.headers().get("Content-Type");
            return ", whose response is no event stream but " + (type == null ? "has no Content-Type" : type);
        }
        if (ended) {
            return ": the response has ended";
        }
        if (!begun) {
            return ": the response is held, or a rule decides on it; resume it before";
        }
        if (Framing.isBodiless(flow.request().method(), head.status())) {
            return ", whose response has no body";
        }
        if (Framing.contentLength(head.headers()) >= 0) {
            return ", whose Content-Length is " + Framing.contentLength(head.headers())
                    + ": an event would make the body longer than that";
        }
        if (!ContentDecoder.codings(head.headers()).isEmpty()) {
            return ", whose response is coded as "
                    + String.join(", ", ContentDecoder.codings(head.headers()))
                    + ": set anticomp, so that servers send the next stream without a coding";
        }
        return accepted ? null : ": the client does not read, or the session does not keep up";
    }

    public static FlowActionException tooMuch(long flow) {
        return new FlowActionException(
                Reason.INVALID,
                "no event can be put into flow " + flow + ": " + MOST
                        + " bytes wait already, for the end of an event or for the client");
    }
}
