package dev.steno.bench.dump;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an HTTP flow that {@link StateWriter} wrote. The format lacks the revision, the ClientHello's extensions and
 * nanoseconds, so they are not restored. Keys may be in any order; unknown ones are skipped.
 */
final class StateReader {
    private StateReader() {}

    static HttpFlow load(byte[] bytes) throws TnetstringException {
        TnetCursor in = new TnetCursor(bytes);
        in.next();
        in.enter();
        long id = 0;
        long started = Times.UNSET;
        String mark = "";
        String comment = "";
        Peer client = null;
        Peer server = null;
        HttpRequest request = null;
        HttpResponse response = null;
        FlowError error = null;
        while (in.next() != null) {
            String key = in.key();
            boolean there = in.next() != TnetType.NULL;
            switch (key) {
                case "id" -> id = id(in);
                case "error" -> error = there ? error(in) : null;
                case "client_conn" -> client = connection(in);
                case "server_conn" -> server = connection(in);
                case "marked" -> mark = in.text();
                case "comment" -> comment = in.text();
                case "timestamp_created" -> started = time(in);
                case "request" -> request = request(in);
                case "response" -> response = there ? response(in) : null;
                default -> {}
            }
        }
        in.leave();
        if (client == null || request == null) {
            throw in.failure("a flow has a client and a request");
        }
        Notes notes = mark.isEmpty() && comment.isEmpty()
                ? Notes.NONE
                : Notes.NONE.withMark(mark).withComment(comment);
        FlowState state = error == null ? FlowState.COMPLETE : FlowState.FAILED;
        long ended = response == null ? Times.UNSET : response.ended();
        long duration = Times.isSet(ended) ? ended - started : Times.UNSET;
        return new HttpFlow(
                id, 1, state, started, duration, client, server, request, response, List.of(), error, notes, null);
    }

    private static HttpRequest request(TnetCursor in) throws TnetstringException {
        String version = "";
        Headers headers = Headers.EMPTY;
        Headers trailers = null;
        Body body = Body.NONE;
        long started = Times.UNSET;
        long ended = Times.UNSET;
        String host = "";
        int port = 0;
        String method = "";
        String scheme = "";
        String path = "";
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            boolean there = in.next() != TnetType.NULL;
            switch (key) {
                case "http_version" -> version = in.latin1();
                case "headers" -> headers = headers(in);
                case "trailers" -> trailers = there ? headers(in) : null;
                case "content" -> body = there ? new Body.Inline(in.bytes()) : Body.NONE;
                case "timestamp_start" -> started = time(in);
                case "timestamp_end" -> ended = there ? time(in) : Times.UNSET;
                case "host" -> host = in.text();
                case "port" -> port = (int) in.integer();
                case "method" -> method = in.latin1();
                case "scheme" -> scheme = in.latin1();
                case "path" -> path = in.latin1();
                default -> {}
            }
        }
        in.leave();
        return new HttpRequest(method, scheme, host, port, path, version, headers, trailers, body, started, ended);
    }

    private static HttpResponse response(TnetCursor in) throws TnetstringException {
        String version = "";
        Headers headers = Headers.EMPTY;
        Headers trailers = null;
        Body body = Body.NONE;
        long started = Times.UNSET;
        long ended = Times.UNSET;
        int status = 0;
        String reason = "";
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            boolean there = in.next() != TnetType.NULL;
            switch (key) {
                case "http_version" -> version = in.latin1();
                case "headers" -> headers = headers(in);
                case "trailers" -> trailers = there ? headers(in) : null;
                case "content" -> body = there ? new Body.Inline(in.bytes()) : Body.NONE;
                case "timestamp_start" -> started = time(in);
                case "timestamp_end" -> ended = there ? time(in) : Times.UNSET;
                case "status_code" -> status = (int) in.integer();
                case "reason" -> reason = in.latin1();
                default -> {}
            }
        }
        in.leave();
        return new HttpResponse(version, status, reason, headers, trailers, body, started, ended);
    }

    private static Headers headers(TnetCursor in) throws TnetstringException {
        Headers.Builder headers = Headers.builder(16);
        in.enter();
        while (in.next() != null) {
            in.enter();
            in.next();
            String name = in.latin1();
            in.next();
            headers.add(name, in.latin1());
            in.leave();
        }
        in.leave();
        return headers.build();
    }

    private static @Nullable Peer connection(TnetCursor in) throws TnetstringException {
        long id = 0;
        Endpoint peername = null;
        Endpoint address = null;
        Endpoint local = null;
        long started = Times.UNSET;
        long connected = Times.UNSET;
        long ended = Times.UNSET;
        long established = Times.UNSET;
        boolean tls = false;
        String version = null;
        String cipher = null;
        String sni = null;
        String alpn = null;
        List<String> offers = List.of();
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            if (in.next() == TnetType.NULL) {
                continue;
            }
            switch (key) {
                case "id" -> id = id(in);
                case "peername" -> peername = endpoint(in);
                case "address" -> address = endpoint(in);
                case "sockname" -> local = endpoint(in);
                case "timestamp_start" -> started = time(in);
                case "timestamp_tcp_setup" -> connected = time(in);
                case "timestamp_end" -> ended = time(in);
                case "timestamp_tls_setup" -> established = time(in);
                case "tls" -> tls = in.bool();
                case "tls_version" -> version = in.text();
                case "cipher" -> cipher = in.text();
                case "sni" -> sni = in.text();
                case "alpn" -> alpn = in.latin1();
                case "alpn_offers" -> offers = strings(in);
                default -> {}
            }
        }
        in.leave();
        Endpoint known = address == null ? peername : address;
        if (known == null) {
            return null;
        }
        Tls facts = tls ? new Tls(established, version, cipher, sni, alpn, offers, List.of(), List.of(), null) : null;
        return new Peer(id, known, address == null ? null : peername, local, started, connected, ended, facts, null);
    }

    private static FlowError error(TnetCursor in) throws TnetstringException {
        String message = "";
        long time = Times.UNSET;
        in.enter();
        while (in.next() != null) {
            String key = in.key();
            in.next();
            switch (key) {
                case "msg" -> message = in.text();
                case "timestamp" -> time = time(in);
                default -> {}
            }
        }
        in.leave();
        return new FlowError(FlowError.Step.RELAY, message, time);
    }

    private static List<String> strings(TnetCursor in) throws TnetstringException {
        List<String> strings = new ArrayList<>();
        in.enter();
        while (in.next() != null) {
            strings.add(in.latin1());
        }
        in.leave();
        return strings;
    }

    private static Endpoint endpoint(TnetCursor in) throws TnetstringException {
        in.enter();
        in.next();
        String host = in.text();
        in.next();
        int port = (int) in.integer();
        in.leave();
        return new Endpoint(host, port);
    }

    private static long id(TnetCursor in) throws TnetstringException {
        return UUID.fromString(in.text()).getLeastSignificantBits() & Long.MAX_VALUE;
    }

    private static long time(TnetCursor in) throws TnetstringException {
        return Math.round(in.real() * 1e9);
    }
}
