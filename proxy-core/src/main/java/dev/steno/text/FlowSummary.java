package dev.steno.text;

import dev.steno.content.ContentType;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list of flows, for flows of any kind. Immutable.
 *
 * @param kind {@code http} or {@code tcp}
 * @param method the request's method; null for a flow that is not HTTP
 * @param url the request's URL; {@code host:port} for a flow that is not HTTP
 * @param status the response's status; null before a response
 * @param type the response's media type in lower case without parameters; null if it names none
 * @param requestSize bytes of the request's body on the wire, or sent by the client on a stream
 * @param responseSize bytes of the response's body on the wire, or sent by the server on a stream
 * @param webSocket counters of the WebSocket; null if the flow is not one
 * @param held whether a message of the flow is held, or was when its recording was cut off
 * @param unread whether the flow is TLS that was passed through and not decrypted
 * @param duration nanoseconds; {@link Times#UNSET} while the flow is open
 */
public record FlowSummary(
        long id,
        String kind,
        FlowState state,
        long started,
        long duration,
        @Nullable String method,
        String url,
        @Nullable Integer status,
        @Nullable String type,
        long requestSize,
        long responseSize,
        @Nullable WebSocket webSocket,
        boolean held,
        boolean unread,
        @Nullable FlowError error) {

    public static FlowSummary of(Flow flow) {
        if (flow instanceof HttpFlow http) {
            HttpResponse response = http.response();
            return new FlowSummary(
                    flow.id(),
                    flow.kind(),
                    flow.state(),
                    flow.started(),
                    flow.duration(),
                    http.request().method(),
                    http.request().url(),
                    response == null ? null : response.status(),
                    response == null ? null : mediaType(response.headers().get("content-type")),
                    flow.sentByClient(),
                    flow.sentByServer(),
                    http.webSocket(),
                    http.held() != null,
                    false,
                    flow.error());
        }
        TcpFlow tcp = (TcpFlow) flow;
        return new FlowSummary(
                flow.id(),
                flow.kind(),
                flow.state(),
                flow.started(),
                flow.duration(),
                null,
                tcp.target().toString(),
                null,
                null,
                tcp.sentByClient(),
                tcp.sentByServer(),
                null,
                tcp.held() != null,
                tcp.isUnread(),
                flow.error());
    }

    /** The type and subtype of a Content-Type field in lower case; null if it has none. */
    public static @Nullable String mediaType(@Nullable String value) {
        String type = ContentType.parse(value).type();
        return type.isEmpty() ? null : type;
    }

    /** Why the flow failed, in a few words: the step and the message, as in {@code connect: connection refused}. */
    public static String reason(FlowError error) {
        return error.step().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + error.message();
    }

    /**
     * The flow on one line: id, method, URL, status, type, size of the response and duration, or the error.
     *
     * @param colour whether to add colours for a terminal
     */
    public String line(boolean colour) {
        StringBuilder line = new StringBuilder(120)
                .append(Colour.DIM.paint("#" + id, colour))
                .append(' ')
                .append(Colour.BOLD.paint(method == null ? kind : Printable.line(method), colour))
                .append(' ')
                .append(Printable.line(url));
        if (unread) {
            line.append(' ').append(Colour.YELLOW.paint("unread", colour));
        }
        if (held && state == FlowState.OPEN) {
            line.append(' ').append(Colour.YELLOW.paint("held", colour));
        }
        if (status != null) {
            line.append(' ').append(Colour.ofStatus(status).paint(Integer.toString(status), colour));
        }
        if (type != null) {
            line.append(' ').append(Printable.line(type));
        }
        if (webSocket != null) {
            line.append(' ')
                    .append(webSocket.client().messages() + webSocket.server().messages());
            line.append(" messages");
        }
        if (status != null && webSocket == null) {
            line.append(' ').append(Quantity.bytes(responseSize));
        } else if (method == null || webSocket != null) {
            line.append(' ').append(Quantity.bytes(requestSize)).append(" out ");
            line.append(Quantity.bytes(responseSize)).append(" in");
        }
        if (Times.isSet(duration)) {
            line.append(' ').append(Colour.DIM.paint(Quantity.duration(duration), colour));
        }
        if (error != null) {
            line.append(' ').append(Colour.RED.paint("failed: " + Printable.line(reason(error)), colour));
        } else if (state == FlowState.INTERRUPTED) {
            line.append(' ').append(Colour.RED.paint(held ? "interrupted while held" : "interrupted", colour));
        }
        return line.toString();
    }
}
