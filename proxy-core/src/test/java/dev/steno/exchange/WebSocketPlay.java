package dev.steno.exchange;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.stream.StreamWire;
import dev.steno.exchange.stream.WebSocketRelay;
import dev.steno.flow.Direction;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/** An exchange that has become a WebSocket, without sockets: takes frames, returns bytes and facts. */
final class WebSocketPlay {
    final List<FlowEvent> facts = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    final Queue<Runnable> loop = new ArrayDeque<>();
    final Queue<Runnable> turns = new ArrayDeque<>();
    final WebSocketRelay relay;
    boolean turnByTurn;

    private final StreamWire wire = new StreamWire() {
        @Override
        public void sendData(Direction direction, Chunk chunk) {
            byte[] bytes = new byte[chunk.size()];
            chunk.copyTo(0, bytes, 0, bytes.length);
            (direction.isFromClient() ? toServer : toClient).writeBytes(bytes);
            chunk.release();
        }

        @Override
        public void holdReading(Direction direction, boolean held) {
            calls.add((held ? "hold " : "read ") + (direction.isFromClient() ? "client" : "server"));
        }

        @Override
        public void runLater(Runnable action) {
            turns.add(action);
        }

        @Override
        public void abortStream(End end) {
            calls.add("abort");
        }
    };

    /** @param extensions the extensions that the response accepts; empty for none */
    WebSocketPlay(String extensions, Addon... addons) {
        List<Addon> all = new ArrayList<>(List.of(addons));
        all.add(registrar -> registrar.lossless(facts::add));
        HttpRequest head = Playbook.request(
                "GET", "/chat", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", "abc");
        RecordingWire http = new RecordingWire();
        HttpExchange exchange = new HttpExchange(
                new AddonRuntime(all, new Sequences(), new RecordBudget(1 << 26), Runnable::run),
                http,
                loop::add,
                Playbook.peer("client", 50_000),
                head,
                Notes.NONE);
        exchange.beginRequest();
        exchange.requestEnd(null);
        exchange.upstreamReady(Playbook.peer("origin.test", 80));
        Headers fields = Headers.of("Connection", "Upgrade", "Upgrade", "websocket");
        exchange.responseHead(Playbook.response(101)
                .withHeaders(extensions.isEmpty() ? fields : fields.with("Sec-WebSocket-Extensions", extensions)));
        exchange.responseEnd(null);
        if (!exchange.isWebSocket()) {
            throw new AssertionError("the exchange is not a WebSocket");
        }
        relay = exchange.startWebSocket(wire);
        relay.publishOpened();
    }

    WebSocketPlay client(byte[]... frames) {
        return data(Direction.CLIENT_TO_SERVER, frames);
    }

    WebSocketPlay server(byte[]... frames) {
        return data(Direction.SERVER_TO_CLIENT, frames);
    }

    private WebSocketPlay data(Direction direction, byte[]... frames) {
        for (byte[] frame : frames) {
            relay.relayData(direction, Chunk.of(frame.clone()));
        }
        while (!turnByTurn && turn()) {
            // one more
        }
        return this;
    }

    /** Runs the next deferred turn; returns whether there was one. */
    boolean turn() {
        Runnable next = turns.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    void run() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    HttpFlow flow() {
        return relay.flow();
    }

    List<Message> messages() {
        return facts.stream()
                .filter(FlowEvent.MessageSeen.class::isInstance)
                .map(fact -> ((FlowEvent.MessageSeen) fact).message())
                .toList();
    }

    /** Rows such as {@code 0 > text hello}; one that is not the last of its message ends with an ellipsis. */
    List<String> rows() {
        return messages().stream().map(WebSocketPlay::row).toList();
    }

    private static String row(Message message) {
        String edit =
                message.edit() == Message.Edit.NONE ? "" : message.edit().name().toLowerCase(Locale.ROOT) + " ";
        return message.sequence() + (message.direction().isFromClient() ? " > " : " < ") + edit
                + message.kind().name().toLowerCase(Locale.ROOT) + " "
                + new String(message.data(), StandardCharsets.ISO_8859_1) + (message.last() ? "" : " ...");
    }
}
