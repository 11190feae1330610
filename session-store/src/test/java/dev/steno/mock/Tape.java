package dev.steno.mock;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session file that is made for a test, exchange by exchange. */
final class Tape {
    final Path file;
    private final List<Exchange> exchanges = new ArrayList<>();
    private long written;
    private long bodies;

    Tape(Path file) {
        this.file = file;
    }

    /** An exchange, as tests describe it. */
    static final class Exchange {
        private final String method;
        private final String url;
        private final List<String> asked = new ArrayList<>();
        private byte[] askedBody = {};
        private int status = 200;
        private final List<String> fields = new ArrayList<>();
        private @Nullable Headers trailers;
        private byte[] body = {};
        private boolean complete = true;
        private long more;
        private @Nullable FlowError error;
        private boolean answered = true;
        private String version = "HTTP/1.1";
        private Notes notes = Notes.NONE;
        private FlowState state = FlowState.COMPLETE;
        long started = Times.now() - 3_600_000_000_000L;
        private long took = 1_000_000;

        private final List<HttpResponse> interim = new ArrayList<>();
        private final List<PieceTimes.Piece> askedPieces = new ArrayList<>();
        private final List<PieceTimes.Piece> pieces = new ArrayList<>();
        private final List<Message> messages = new ArrayList<>();
        private @Nullable WebSocket socket;

        private Exchange(String method, String url) {
            this.method = method;
            this.url = url;
        }

        Exchange asking(String name, String value) {
            asked.addAll(List.of(name, value));
            return this;
        }

        Exchange sending(String type, String text) {
            return sending(type, text.getBytes(StandardCharsets.UTF_8));
        }

        Exchange sending(String type, byte[] content) {
            askedBody = content;
            return asking("Content-Type", type);
        }

        Exchange status(int next) {
            status = next;
            return this;
        }

        Exchange field(String name, String value) {
            fields.addAll(List.of(name, value));
            return this;
        }

        Exchange trailers(String... next) {
            trailers = Headers.of(next);
            return this;
        }

        Exchange text(String text) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        Exchange bytes(byte[] next) {
            body = next;
            return this;
        }

        /** The body arrived in these pieces: bytes, and milliseconds since the piece before. */
        Exchange pieces(int... lengthsAndPauses) {
            for (int i = 0; i < lengthsAndPauses.length; i += 2) {
                pieces.add(new PieceTimes.Piece(lengthsAndPauses[i], lengthsAndPauses[i + 1] * 1_000_000L));
            }
            return this;
        }

        /** The content of the request arrived in these pieces, as those of {@link #pieces}. */
        Exchange sentInPieces(int... lengthsAndPauses) {
            for (int i = 0; i < lengthsAndPauses.length; i += 2) {
                askedPieces.add(new PieceTimes.Piece(lengthsAndPauses[i], lengthsAndPauses[i + 1] * 1_000_000L));
            }
            return this;
        }

        private long asked() {
            return started
                    + askedPieces.stream().mapToLong(PieceTimes.Piece::pause).sum();
        }

        private long answered() {
            return started
                    + took
                    + pieces.stream().mapToLong(PieceTimes.Piece::pause).sum();
        }

        Exchange interim(int code, String... headers) {
            interim.add(new HttpResponse("HTTP/1.1", code, "", Headers.of(headers), null, Body.NONE, started, started));
            return this;
        }

        Exchange cut() {
            complete = false;
            return this;
        }

        Exchange lacking(long bytes) {
            more = bytes;
            return this;
        }

        Exchange failing(FlowError.Step step, String why) {
            answered = false;
            error = new FlowError(step, why, started);
            state = FlowState.FAILED;
            return this;
        }

        /** The exchange ended while the response lasted, of which the body arrived as far as it is described. */
        Exchange endedBy(FlowError.Step step, String why) {
            error = new FlowError(step, why, started);
            state = FlowState.FAILED;
            return cut();
        }

        Exchange version(String next) {
            version = next;
            return this;
        }

        Exchange taking(long nanos) {
            took = nanos;
            return this;
        }

        Exchange notes(Notes next) {
            notes = next;
            return this;
        }

        /**
         * It became a WebSocket with these messages of text, a millisecond apart: those of the client begin with {@code >},
         * those of the server with {@code <}.
         */
        Exchange socket(String... texts) {
            for (String text : texts) {
                message(
                        text.charAt(0) == '>',
                        Message.Kind.TEXT,
                        text.substring(1).getBytes(StandardCharsets.UTF_8));
            }
            socket = WebSocket.OPENED;
            return status(101);
        }

        Exchange message(boolean fromClient, Message.Kind kind, byte[] data) {
            return row(fromClient, kind, true, Message.Edit.NONE, data.length, data);
        }

        Exchange row(
                boolean fromClient, Message.Kind kind, boolean last, Message.Edit edit, long trueSize, byte[] data) {
            long at = started + took + (messages.size() + 1) * 1_000_000L;
            Direction direction = fromClient ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
            messages.add(new Message(0, messages.size(), at, direction, kind, last, edit, trueSize, data));
            socket = WebSocket.OPENED;
            return status(101);
        }

        /** The server closed the WebSocket after the last message. */
        Exchange closing(int code, String reason) {
            WebSocket.Close close = new WebSocket.Close(Direction.SERVER_TO_CLIENT, code, reason);
            socket = new WebSocket(WebSocket.Sent.NOTHING, WebSocket.Sent.NOTHING, messages.size(), close, null);
            return this;
        }

        Exchange open() {
            state = FlowState.OPEN;
            return this;
        }
    }

    Exchange get(String url) {
        return request("GET", url);
    }

    Exchange request(String method, String url) {
        Exchange exchange = new Exchange(method, url);
        exchanges.add(exchange);
        return exchange;
    }

    /** Writes the exchanges that were described since the last call; their flows are numbered from 1 in their order. */
    Tape write() throws SessionException {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        try {
            for (Exchange each : exchanges) {
                List<FlowEvent> facts = new ArrayList<>();
                long id = written + 1;
                each.messages.forEach(message -> facts.add(new FlowEvent.MessageSeen(message.withFlow(id))));
                HttpFlow flow = flow(++written, each, asked(each, facts), stored(each, facts));
                facts.add(each.state == FlowState.OPEN ? new FlowEvent.Opened(flow) : new FlowEvent.Closed(flow));
                store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
            }
        } finally {
            store.close();
        }
        exchanges.clear();
        return this;
    }

    private Body asked(Exchange each, List<FlowEvent> facts) {
        if (each.askedPieces.isEmpty()) {
            return each.askedBody.length == 0 ? Body.NONE : new Body.Inline(each.askedBody);
        }
        long id = ++bodies;
        facts.add(new FlowEvent.BodyChunk(id, 0, 0, each.askedBody, PieceTimes.of(each.askedPieces)));
        return new Body.Stored(id, each.askedBody.length, each.askedBody.length, true);
    }

    private Body stored(Exchange each, List<FlowEvent> facts) {
        byte[] bytes = each.body;
        if (bytes.length == 0) {
            return Body.NONE;
        }
        if (bytes.length <= Body.Inline.LIMIT && each.complete && each.more == 0 && each.pieces.isEmpty()) {
            return new Body.Inline(bytes);
        }
        long id = ++bodies;
        if (!each.pieces.isEmpty()) {
            facts.add(new FlowEvent.BodyChunk(id, 0, 0, bytes, PieceTimes.of(each.pieces)));
            return new Body.Stored(id, bytes.length, bytes.length, each.complete);
        }
        int sequence = 0;
        for (int from = 0; from < bytes.length; from += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Body.Stored.CHUNK));
            facts.add(new FlowEvent.BodyChunk(id, sequence++, chunk));
        }
        return new Body.Stored(id, bytes.length, bytes.length + each.more, each.complete);
    }

    private static HttpFlow flow(long id, Exchange each, Body asked, Body body) {
        HttpFlow model = Flows.answered(Flows.open(id), FlowState.COMPLETE, body);
        URI url = URI.create(each.url);
        int port = url.getPort() >= 0 ? url.getPort() : Endpoint.usualPort(url.getScheme());
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        path = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        HttpRequest request = new HttpRequest(
                each.method,
                url.getScheme(),
                url.getHost(),
                port,
                path,
                each.version,
                Headers.of(each.asked.toArray(String[]::new)),
                null,
                asked,
                each.started,
                each.asked());
        HttpResponse response = !each.answered
                ? null
                : new HttpResponse(
                        each.version,
                        each.status,
                        "",
                        Headers.of(each.fields.toArray(String[]::new)),
                        each.trailers,
                        body,
                        each.started + each.took,
                        each.answered());
        return new HttpFlow(
                id,
                2,
                each.state,
                each.started,
                each.took,
                model.client(),
                model.server(),
                request,
                response,
                each.interim,
                each.error,
                each.notes,
                each.socket,
                null);
    }
}
