package dev.steno.interop.mitm;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpVersions;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.intake.WireText;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP flows from their states. For the thread of the import. */
final class HttpStates {
    private final Intake intake;
    private final PeerStates peers;

    HttpStates(Intake intake, PeerStates peers) {
        this.intake = intake;
        this.peers = peers;
    }

    /** What is built of one item. */
    private static final class Draft {
        final StateDict item;
        final StenoFacts facts;
        final String place;
        Notes notes;
        boolean guessed;

        Draft(StateDict item, StenoFacts facts, String place, Notes notes) {
            this.item = item;
            this.facts = facts;
            this.place = place;
            this.notes = notes;
        }
    }

    /**
     * Returns the flow of an item.
     *
     * @throws SkippedEntryException if it has no request
     */
    HttpFlow flow(StateDict item, long id, String origin, String place, @Nullable WebSocket socket)
            throws IOException, SkippedEntryException {
        HttpFlow flow = flow(item, id, origin, place, socket, true);
        StateDict backup = item.dict("backup");
        HttpFlow original = backup == null || backup.dict("request") == null
                ? null
                : flow(backup, flow.id(), origin, place, socket, false);
        if (original == null || sameMessages(original, flow)) {
            return flow;
        }
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                original);
    }

    /** Returns a flow of a WebSocket whose handshake is not in the file: what is known is the server. */
    HttpFlow withoutHandshake(StateDict item, long id, String origin, String place, WebSocket socket)
            throws TnetstringException {
        StenoFacts facts = StenoFacts.of(item);
        Peer client = peers.client(item, facts, place);
        Endpoint named = serverOf(item);
        Endpoint server = named == null ? new Endpoint("", Endpoint.HTTP_PORT) : named;
        Peer peer = peers.server(item.dict("server_conn"), server, true, place);
        String path = item.bytes("resource");
        FlowError error = FlowStates.error(item, facts, client.started());
        HttpRequest request = new HttpRequest(
                "GET",
                peer != null && peer.tls() != null ? "https" : "http",
                server.host(),
                server.port(),
                path == null || !path.startsWith("/") ? "/" : path,
                "HTTP/1.1",
                Headers.EMPTY,
                null,
                Body.NONE,
                Times.UNSET,
                Times.UNSET);
        return new HttpFlow(
                id,
                1,
                error == null ? FlowState.COMPLETE : FlowState.FAILED,
                peer == null || !Times.isSet(peer.started()) ? client.started() : peer.started(),
                Times.UNSET,
                client,
                peer,
                request,
                null,
                List.of(),
                error,
                FlowStates.notes(item, origin, place, intake.losses()),
                socket,
                null);
    }

    private static boolean sameMessages(HttpFlow one, HttpFlow other) {
        HttpResponse response = one.response();
        return one.request().equals(other.request())
                && (response == null ? other.response() == null : response.equals(other.response()));
    }

    private HttpFlow flow(
            StateDict item, long id, String origin, String place, @Nullable WebSocket socket, boolean counts)
            throws IOException, SkippedEntryException {
        StateDict asked = item.dict("request");
        if (asked == null) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "a flow without a request");
        }
        StenoFacts facts = StenoFacts.of(item);
        Draft draft = new Draft(item, facts, place, FlowStates.notes(item, origin, place, intake.losses()));
        HttpRequest request = request(asked, draft, counts);
        StateDict answered = item.dict("response");
        HttpResponse response = answered == null ? null : response(answered, request, draft, counts);
        long started = started(item, request, facts);
        FlowError error = FlowStates.error(item, facts, started);
        if (draft.guessed) {
            draft.notes = draft.notes.withMetadata("import.version", "guessed");
        }
        if (counts && !Times.isSet(started)) {
            intake.losses().count(Loss.TIME_MISSING, place);
        }
        return new HttpFlow(
                id,
                1,
                FlowStates.state(
                        facts,
                        error != null
                                ? FlowState.FAILED
                                : response != null ? FlowState.COMPLETE : FlowState.INTERRUPTED),
                started,
                duration(facts, started, response, error),
                peers.client(item, facts, place),
                peers.server(
                        item.dict("server_conn"),
                        facts.areThere() ? null : connected(asked, draft),
                        response != null || facts.areThere(),
                        place),
                request,
                response,
                List.of(),
                error,
                draft.notes,
                socket,
                null);
    }

    private static long started(StateDict item, HttpRequest request, StenoFacts facts) throws TnetstringException {
        long known = facts.integer(StenoFacts.STARTED, Times.UNSET);
        if (Times.isSet(known) || facts.isUnset("started")) {
            return known;
        }
        return Times.isSet(request.started()) ? request.started() : item.time("timestamp_created");
    }

    private static long duration(
            StenoFacts facts, long started, @Nullable HttpResponse response, @Nullable FlowError error) {
        long known = facts.integer(StenoFacts.DURATION, Times.UNSET);
        if (Times.isSet(known) || facts.areThere() || !Times.isSet(started)) {
            return known;
        }
        long ended = response != null ? response.ended() : error != null ? error.time() : Times.UNSET;
        return Times.isSet(ended) && ended >= started ? ended - started : Times.UNSET;
    }

    private static Endpoint connected(StateDict request, Draft draft) throws TnetstringException {
        String host = request.bytes("host");
        String scheme = request.bytes("scheme");
        long port = request.integer(-1, "port");
        Endpoint server = host == null || host.isEmpty() ? serverOf(draft.item) : null;
        if (server != null) {
            return server;
        }
        return new Endpoint(
                host == null ? "" : host,
                port < 0 || port > 65_535 ? Endpoint.usualPort(scheme == null ? "" : scheme) : (int) port);
    }

    private static @Nullable Endpoint serverOf(StateDict item) throws TnetstringException {
        StateDict server = item.dict("server_conn");
        return server == null ? null : server.address("address", "peername", "ip_address");
    }

    private HttpRequest request(StateDict asked, Draft draft, boolean counts) throws IOException {
        String method = asked.bytes("method");
        Endpoint connected = connected(asked, draft);
        String scheme = asked.bytes("scheme");
        String authority = asked.bytes("authority");
        String path = asked.bytes("path");
        Headers fields = orNone(asked.headers("headers"));
        boolean tunnel = "CONNECT".equals(method);
        if (!draft.facts.areThere() && !"http".equals(scheme) && !"https".equals(scheme)) {
            scheme = connected.port() == Endpoint.HTTPS_PORT ? "https" : "http";
        }
        String used = scheme == null ? "http" : scheme;
        Endpoint server = connected;
        if (tunnel) {
            String target = authority == null || authority.isEmpty() ? connected.toString() : authority;
            server = NamedServer.of("https", target, null, connected);
            path = target;
        } else {
            server = NamedServer.of(used, authority == null ? "" : authority, fields.get("host"), connected);
            path = path == null || path.isEmpty() && !draft.facts.areThere() ? "/" : originForm(path, asked);
        }
        String host = draft.facts.text(StenoFacts.HOST);
        if (host != null) {
            server = new Endpoint(
                    WireText.bytes(host), (int) draft.facts.integer(StenoFacts.PORT, server.port()) & 0xFFFF);
        }
        String version = version(asked, draft);
        boolean maybe = !version.startsWith("HTTP/1")
                || fields.contains("content-length")
                || fields.contains("transfer-encoding");
        Body body =
                body(asked, draft, fields, new Kept(ImportMarks.REQUEST_BODY, StenoFacts.REQUEST_SIZE, maybe, counts));
        long started = draft.facts.isUnset("request") ? Times.UNSET : asked.time("timestamp_start", "timestamp");
        return new HttpRequest(
                        method == null ? "" : method,
                        used,
                        server.host(),
                        server.port(),
                        path,
                        version,
                        draft.facts.withPseudo(StenoFacts.REQUEST_PSEUDO, fields),
                        asked.headers("trailers"),
                        body,
                        started,
                        asked.time("timestamp_end"))
                .withPseudoFields();
    }

    /** Old versions have whole URLs of requests to a proxy; of a newer one, the path is as it was sent. */
    private static String originForm(String path, StateDict asked) {
        String form = asked.text("first_line_format", "form_in");
        int scheme = form == null ? -1 : path.indexOf("://");
        if (scheme <= 0 || scheme > 5) {
            return path;
        }
        int slash = path.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : path.substring(slash);
    }

    /** Returns a response; null if it has no status that is one. */
    private @Nullable HttpResponse response(StateDict answered, HttpRequest request, Draft draft, boolean counts)
            throws IOException {
        Headers fields = orNone(answered.headers("headers"));
        long code = answered.integer(0, "status_code", "code");
        if (code < 100 || code > 999) {
            return null;
        }
        int status = (int) code;
        boolean maybe = !request.method().equals("HEAD") && status >= 200 && status != 204 && status != 304;
        String reason = answered.bytes("reason", "msg");
        Body body = body(
                answered, draft, fields, new Kept(ImportMarks.RESPONSE_BODY, StenoFacts.RESPONSE_SIZE, maybe, counts));
        return new HttpResponse(
                version(answered, draft),
                status,
                reason == null ? "" : reason,
                draft.facts.withPseudo(StenoFacts.RESPONSE_PSEUDO, fields),
                answered.headers("trailers"),
                body,
                draft.facts.isUnset("response") ? Times.UNSET : answered.time("timestamp_start", "timestamp"),
                answered.time("timestamp_end"));
    }

    /**
     * How the body of a message is told.
     *
     * @param mark metadata key of marks on it
     * @param size the fact that has its true size
     * @param maybe whether the message may have had a body that is not in the file
     * @param counts whether losses are counted
     */
    private record Kept(String mark, String size, boolean maybe, boolean counts) {}

    private Body body(StateDict message, Draft draft, Headers fields, Kept kept) throws IOException {
        long trueSize = draft.facts.integer(kept.size, 0);
        TnetCursor content = message.get("content", "body");
        Body streamed = message.streamed();
        Body body;
        if (streamed != null) {
            body = streamed instanceof Body.Stored stored && trueSize > stored.trueSize()
                    ? new Body.Stored(stored.id(), stored.size(), trueSize, stored.complete())
                    : streamed;
        } else if (content == null) {
            boolean present = message.has("content") || message.has("body");
            if (!kept.maybe && trueSize == 0 || !present) {
                return Body.NONE;
            }
            mark(draft, kept, ImportMarks.MISSING);
            return BodyIntake.missing(trueSize > 0 ? trueSize : named(fields));
        } else if (content.size() == 0) {
            return BodyIntake.missing(trueSize);
        } else if (content.size() <= Body.Inline.LIMIT && trueSize <= content.size()) {
            body = new Body.Inline(content.payload());
        } else {
            BodyIntake intaken = intake.body();
            content.copyTo(intaken);
            body = intaken.finish(trueSize);
        }
        if (body.trueSize() > body.size()) {
            mark(draft, kept, ImportMarks.CUT);
        }
        return body;
    }

    private void mark(Draft draft, Kept kept, String mark) {
        draft.notes = ImportMarks.with(draft.notes, kept.mark, mark);
        if (kept.counts) {
            intake.losses().count(Loss.BODY_MISSING, draft.place);
        }
    }

    /** The size that the header fields name; 0 if they name none. */
    private static long named(Headers fields) {
        String length = fields.get("content-length");
        return length != null
                        && length.length() <= 18
                        && !length.isEmpty()
                        && length.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(length)
                : 0;
    }

    private static String version(StateDict message, Draft draft) throws TnetstringException {
        String named = message.bytes("http_version");
        if (named == null) {
            TnetCursor numbers = message.get("httpversion");
            if (numbers != null && numbers.type() == TnetType.LIST) {
                List<String> parts = numbersOf(numbers);
                named = "HTTP/" + String.join(".", parts);
            }
        }
        String known = named == null ? null : HttpVersions.known(named).orElse(null);
        if (known == null) {
            draft.guessed = true;
            return "HTTP/1.1";
        }
        return known;
    }

    private static List<String> numbersOf(TnetCursor list) throws TnetstringException {
        list.enter();
        String major = list.next() == null ? "1" : Long.toString(StateDict.integer(list, 1));
        String minor = list.next() == null ? "1" : Long.toString(StateDict.integer(list, 1));
        return List.of(major, minor);
    }

    private static Headers orNone(@Nullable Headers fields) {
        return fields == null ? Headers.EMPTY : fields;
    }

    /** Returns the WebSocket of a flow whose messages were read. */
    static WebSocket webSocket(StateDict socket, StateMessages messages, StenoFacts facts) throws TnetstringException {
        long[] counted = facts.integers(StenoFacts.SOCKET, 8);
        WebSocket.Sent client = counted == null
                ? new WebSocket.Sent(messages.messagesOf(true), messages.bytesOf(true), 0, 0)
                : new WebSocket.Sent(counted[0], counted[1], counted[2], counted[3]);
        WebSocket.Sent server = counted == null
                ? new WebSocket.Sent(messages.messagesOf(false), messages.bytesOf(false), 0, 0)
                : new WebSocket.Sent(counted[4], counted[5], counted[6], counted[7]);
        return new WebSocket(client, server, messages.rows(), close(socket), facts.text(StenoFacts.PROBLEM));
    }

    private static WebSocket.@Nullable Close close(StateDict socket) {
        long code = socket.integer(-1, "close_code");
        if (code < 0) {
            return null;
        }
        String sender = socket.text("close_sender");
        boolean byClient = sender != null ? sender.equals("client") : socket.bool("closed_by_client");
        String reason = socket.bytes("close_reason");
        return new WebSocket.Close(
                byClient ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                (int) Math.min(code, 65_535),
                reason == null ? "" : reason);
    }
}
