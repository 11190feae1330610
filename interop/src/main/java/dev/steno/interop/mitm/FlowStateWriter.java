package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a flow with exactly the keys that mitmproxy knows; one more or less makes it refuse the file. Written from its
 * end to its beginning, as {@link TnetWriter} does: a value before its key. For one thread.
 */
final class FlowStateWriter {
    /** The newest format. */
    static final int NEWEST = 21;

    /** The format of mitmproxy 8.1, which Debian has. */
    static final int OLD = 17;

    private final TnetWriter out;
    private final int format;
    private final Contents contents;
    private final PeerStateWriter peers;

    FlowStateWriter(TnetWriter out, int format, Contents contents) {
        this.out = out;
        this.format = format;
        this.contents = contents;
        this.peers = new PeerStateWriter(out, format);
    }

    /**
     * Writes the state of a flow of HTTP.
     *
     * @param messages those of its WebSocket; null if it has none
     */
    void http(HttpFlow flow, @Nullable Spool messages) throws IOException {
        http(flow, flow.original(), messages);
    }

    private void http(HttpFlow flow, @Nullable HttpFlow original, @Nullable Spool messages) throws IOException {
        int end = out.open();
        common(flow, "http");
        if (original != null) {
            http(original, null, messages);
            out.key("backup");
        } else if (format >= NEWEST) {
            out.nil();
            out.key("backup");
        }
        request(flow);
        response(flow);
        socket(flow.webSocket(), messages);
        out.dictionary(end);
    }

    /** Writes the state of a raw stream. */
    void stream(TcpFlow flow, Spool messages) throws IOException {
        int end = out.open();
        common(flow, flow.protocol().equals("udp") ? "udp" : "tcp");
        if (format >= NEWEST) {
            out.nil();
            out.key("backup");
        }
        out.omitted(messages.size(), TnetType.LIST, messages::writeTo);
        out.key("messages");
        out.dictionary(end);
    }

    private void common(Flow flow, String type) {
        out.integer(format);
        out.key("version");
        out.key(type);
        out.key("type");
        out.key(FlowUuid.of(FlowUuid.Of.FLOW, flow.started(), flow.id()));
        out.key("id");
        error(flow.error());
        peers.client(flow);
        peers.server(flow);
        out.bool(false);
        out.key("intercepted");
        Notes notes = flow.notes();
        if (notes.replay() == Notes.Replay.NONE) {
            out.nil();
        } else {
            out.key(notes.replay().name().toLowerCase(Locale.ROOT));
        }
        out.key("is_replay");
        text(notes.mark());
        out.key("marked");
        metadata(flow);
        text(notes.comment());
        out.key("comment");
        time(known(flow.started(), 0));
        out.key("timestamp_created");
    }

    private void error(@Nullable FlowError error) {
        if (error == null) {
            out.nil();
        } else {
            int end = out.open();
            text(error.message());
            out.key("msg");
            time(error.time());
            out.key("timestamp");
            out.dictionary(end);
        }
        out.key("error");
    }

    private void request(HttpFlow flow) throws IOException {
        HttpRequest request = flow.request();
        int end = out.open();
        boolean tunnel = request.method().equals("CONNECT");
        message(
                flow,
                new Part(request.version(), request.headers(), request.trailers(), request.body(), request.ended()));
        time(known(request.started(), known(flow.started(), 0)));
        out.key("timestamp_start");
        text(request.host());
        out.key("host");
        out.integer(request.port());
        out.key("port");
        out.latin1(request.method());
        out.key("method");
        out.latin1(request.scheme());
        out.key("scheme");
        out.latin1(authority(request));
        out.key("authority");
        out.latin1(tunnel ? "" : request.path());
        out.key("path");
        out.dictionary(end);
        out.key("request");
    }

    /** Returns the authority of the request target: of a CONNECT, and what the pseudo-header field has. */
    static String authority(HttpRequest request) {
        String named = request.method().equals("CONNECT")
                ? request.path()
                : request.headers().get(":authority");
        return named == null ? "" : named;
    }

    private void response(HttpFlow flow) throws IOException {
        HttpResponse response = flow.response();
        if (response == null) {
            out.nil();
        } else {
            int end = out.open();
            message(
                    flow,
                    new Part(
                            response.version(),
                            response.headers(),
                            response.trailers(),
                            response.body(),
                            response.ended()));
            HttpRequest request = flow.request();
            time(known(response.started(), known(request.ended(), known(request.started(), known(flow.started(), 0)))));
            out.key("timestamp_start");
            out.integer(response.status());
            out.key("status_code");
            out.latin1(response.reason());
            out.key("reason");
            out.dictionary(end);
        }
        out.key("response");
    }

    /** What requests and responses share. */
    private record Part(
            String version, Headers headers, @Nullable Headers trailers, Body body, long ended) {}

    private void message(HttpFlow flow, Part part) throws IOException {
        out.latin1(part.version);
        out.key("http_version");
        headers(part.headers, firstField(part.headers));
        out.key("headers");
        contents.write(flow, part.body, out);
        out.key("content");
        if (part.trailers == null) {
            out.nil();
        } else {
            headers(part.trailers, 0);
        }
        out.key("trailers");
        timeOrNil(part.ended);
        out.key("timestamp_end");
    }

    /** Returns the index of the first field that is no pseudo-header field. */
    static int firstField(Headers headers) {
        int first = 0;
        while (first < headers.size() && headers.name(first).startsWith(":")) {
            first++;
        }
        return first;
    }

    private void headers(Headers headers, int from) {
        int end = out.open();
        for (int i = headers.size() - 1; i >= from; i--) {
            pair(headers, i);
        }
        out.list(end);
    }

    private void pair(Headers headers, int index) {
        int pair = out.open();
        out.latin1(headers.value(index));
        out.latin1(headers.name(index));
        out.list(pair);
    }

    private void socket(@Nullable WebSocket socket, @Nullable Spool messages) {
        if (socket == null || messages == null) {
            out.nil();
        } else {
            int end = out.open();
            out.omitted(messages.size(), TnetType.LIST, messages::writeTo);
            out.key("messages");
            WebSocket.Close close = socket.close();
            if (close == null) {
                out.nil();
                out.key("closed_by_client");
                out.nil();
                out.key("close_code");
                out.nil();
            } else {
                out.bool(close.direction() == Direction.CLIENT_TO_SERVER);
                out.key("closed_by_client");
                out.integer(close.code());
                out.key("close_code");
                out.text(StateDict.utf8(close.reason().getBytes(StandardCharsets.ISO_8859_1)));
            }
            out.key("close_reason");
            out.nil();
            out.key("timestamp_end");
            out.dictionary(end);
        }
        out.key("websocket");
    }

    private void metadata(Flow flow) {
        int end = out.open();
        flow.notes().metadata().forEach((key, value) -> {
            text(value);
            text(key);
        });
        facts(flow);
        out.dictionary(end);
        out.key("metadata");
    }

    private void facts(Flow flow) {
        int end = out.open();
        out.key(flow.state().label());
        out.key(StenoFacts.STATE);
        fact(StenoFacts.STARTED, flow.started());
        fact(StenoFacts.DURATION, flow.duration());
        FlowError error = flow.error();
        if (error != null) {
            out.key(error.step().name().toLowerCase(Locale.ROOT));
            out.key(StenoFacts.STEP);
        }
        String mode = flow.client().mode();
        if (mode != null && !PeerStateWriter.isKnown(mode, format)) {
            text(mode);
            out.key(StenoFacts.MODE);
        }
        Tls tls = flow.client().tls();
        if (tls != null && !tls.extensions().isEmpty()) {
            int list = out.open();
            for (int i = tls.extensions().size() - 1; i >= 0; i--) {
                out.integer(tls.extensions().get(i));
            }
            out.list(list);
            out.key(StenoFacts.EXTENSIONS);
        }
        unset(flow);
        if (flow instanceof HttpFlow http) {
            httpFacts(http);
        } else if (flow instanceof TcpFlow tcp) {
            text(tcp.protocol());
            out.key(StenoFacts.PROTOCOL);
            if (tcp.server() == null || !tcp.server().address().equals(tcp.target())) {
                server(tcp.target());
            }
        }
        out.dictionary(end);
        out.key(StenoFacts.KEY);
    }

    private void unset(Flow flow) {
        int end = out.open();
        unset(flow.started(), "started");
        unset(flow.client().started(), "client");
        if (flow instanceof HttpFlow http) {
            unset(http.request().started(), "request");
            HttpResponse response = http.response();
            if (response != null) {
                unset(response.started(), "response");
            }
        }
        out.list(end);
        out.key(StenoFacts.UNSET);
    }

    private void unset(long time, String name) {
        if (!Times.isSet(time)) {
            out.key(name);
        }
    }

    private void httpFacts(HttpFlow flow) {
        HttpRequest request = flow.request();
        HttpResponse response = flow.response();
        size(request.body(), StenoFacts.REQUEST_SIZE);
        pseudo(request.headers(), StenoFacts.REQUEST_PSEUDO);
        if (response != null) {
            size(response.body(), StenoFacts.RESPONSE_SIZE);
            pseudo(response.headers(), StenoFacts.RESPONSE_PSEUDO);
        }
        Endpoint server = new Endpoint(request.host(), request.port());
        Endpoint read = NamedServer.of(
                request.method().equals("CONNECT") ? "https" : request.scheme(),
                authority(request),
                request.headers().get("host"),
                server);
        if (!read.equals(server)) {
            server(server);
        }
        WebSocket socket = flow.webSocket();
        if (socket != null) {
            int end = out.open();
            sent(socket.server());
            sent(socket.client());
            out.list(end);
            out.key(StenoFacts.SOCKET);
            if (socket.problem() != null) {
                text(socket.problem());
                out.key(StenoFacts.PROBLEM);
            }
        }
    }

    private void sent(WebSocket.Sent sent) {
        out.integer(sent.pongs());
        out.integer(sent.pings());
        out.integer(sent.bytes());
        out.integer(sent.messages());
    }

    private void server(Endpoint server) {
        text(server.host());
        out.key(StenoFacts.HOST);
        out.integer(server.port());
        out.key(StenoFacts.PORT);
    }

    private void size(Body body, String name) {
        if (body.trueSize() > body.size()) {
            out.integer(body.trueSize());
            out.key(name);
        }
    }

    private void pseudo(Headers headers, String name) {
        int count = firstField(headers);
        if (count > 0) {
            int end = out.open();
            for (int i = count - 1; i >= 0; i--) {
                // as texts: mitmproxy takes only what JSON has in metadata
                int pair = out.open();
                out.text(headers.value(i));
                out.text(headers.name(i));
                out.list(pair);
            }
            out.list(end);
            out.key(name);
        }
    }

    private void fact(String name, long value) {
        if (Times.isSet(value)) {
            out.integer(value);
            out.key(name);
        }
    }

    private void time(long nanos) {
        time(out, nanos);
    }

    private void timeOrNil(long nanos) {
        timeOrNil(out, nanos);
    }

    /** Writes a time in seconds, exact to the microsecond. */
    static void time(TnetWriter out, long nanos) {
        out.real(Math.floorDiv(nanos + 500, 1000L) / 1e6);
    }

    /** Writes a time, or null if it is unknown. */
    static void timeOrNil(TnetWriter out, long nanos) {
        if (Times.isSet(nanos)) {
            time(out, nanos);
        } else {
            out.nil();
        }
    }

    private void text(String value) {
        text(out, value);
    }

    /** Writes a text; half a character, which UTF-8 cannot have, becomes a question mark. */
    static void text(TnetWriter out, String value) {
        boolean broken = false;
        for (int i = 0; i < value.length(); i++) {
            broken |= Character.isSurrogate(value.charAt(i));
        }
        out.text(broken ? new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : value);
    }

    private static long known(long time, long otherwise) {
        return Times.isSet(time) ? time : otherwise;
    }

    /** Counts what the format has no place for. */
    static void countLosses(Flow flow, LossReport losses) {
        String place = "flow " + FlowNumber.print(flow.id());
        if (!flow.holds().isEmpty()) {
            losses.count(Loss.DETAILS, place + ": when it was held");
        }
        if (flow.state() == FlowState.OPEN) {
            losses.count(Loss.DETAILS, place + ": it is in progress");
        }
        if (flow instanceof HttpFlow http && !http.interim().isEmpty()) {
            losses.count(Loss.DETAILS, place + ": its 1xx responses");
        }
        if (flow instanceof HttpFlow http
                && http.original() != null
                && http.original().original() != null) {
            losses.count(Loss.DETAILS, place + ": edits beyond one");
        }
    }
}
