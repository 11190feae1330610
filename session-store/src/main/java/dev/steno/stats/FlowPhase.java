package dev.steno.stats;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a flow spends its time on. */
public enum FlowPhase {
    /** Connecting to the server; only of the flow for which the connection was opened. */
    CONNECT,
    /** The TLS handshake with the server, as {@link #CONNECT}. */
    TLS,
    /** The client sends its request, or the messages of a raw stream begin. */
    SEND,
    /** The server does not answer yet. */
    WAIT,
    /** The server sends its response, or a raw stream goes on. */
    RECEIVE;

    /** A phase of a flow; times are nanoseconds since the epoch. */
    public record Span(FlowPhase phase, long from, long to) {}

    /** Returns the name in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the phases of a flow in order, those of which both ends are known. */
    public static List<Span> of(Flow flow) {
        List<Span> spans = new ArrayList<>();
        long ready = connection(flow, spans);
        long ended = Times.isSet(flow.started()) && Times.isSet(flow.duration())
                ? flow.started() + flow.duration()
                : Times.UNSET;
        if (!(flow instanceof HttpFlow http)) {
            add(spans, RECEIVE, Math.max(ready, flow.started()), ended);
            return spans;
        }
        HttpResponse response = http.response();
        long answered = response == null ? ended : response.started();
        long sent = http.request().ended();
        if (!Times.isSet(sent) || Times.isSet(answered) && sent > answered) {
            sent = answered; // the server answered before the request had ended
        }
        add(spans, SEND, Math.max(ready, http.request().started()), sent);
        add(spans, WAIT, Math.max(ready, sent), answered);
        if (response != null) {
            add(spans, RECEIVE, response.started(), response.ended());
        }
        return spans;
    }

    /** Adds the phases of a connection that was opened for the flow; returns when it was ready, or UNSET. */
    private static long connection(Flow flow, List<Span> spans) {
        Peer server = flow.server();
        if (server == null || server.started() < flow.started()) {
            return Times.UNSET;
        }
        add(spans, CONNECT, server.started(), server.connected());
        long secured = established(server);
        add(spans, TLS, server.connected(), secured);
        return Times.isSet(secured) ? secured : server.connected();
    }

    private static long established(Peer peer) {
        @Nullable Tls tls = peer.tls();
        return tls == null ? Times.UNSET : tls.established();
    }

    private static void add(List<Span> to, FlowPhase phase, long from, long end) {
        if (Times.isSet(from) && Times.isSet(end) && end >= from && (end > from || phase != SEND)) {
            to.add(new Span(phase, from, end));
        }
    }

    /** Returns the time from the request's first byte to the response's, in nanoseconds; -1 if it is unknown. */
    static long firstByte(Flow flow) {
        HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
        return response == null
                ? -1
                : response.started() - ((HttpFlow) flow).request().started();
    }

    /** Returns how long a phase of a flow took, in nanoseconds; -1 if the flow has none. */
    long duration(Flow flow) {
        return of(flow).stream()
                .filter(span -> span.phase() == this)
                .mapToLong(span -> span.to() - span.from())
                .findFirst()
                .orElse(-1);
    }
}
