package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.RecordedSession;
import dev.steno.interop.har.out.HarExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that are exported as HAR and imported again are the same flows. */
class HarWayBackTest {
    private static final Endpoint SERVER = new Endpoint("example.org", 8443);

    @TempDir
    private Path folder;

    private static String bytes(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? 0xA0 + random.nextInt(0x60) : 0x21 + random.nextInt(0x5E)));
        }
        return text.toString();
    }

    private static Headers headers(Random random) {
        Headers.Builder fields = Headers.builder(4);
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.add(
                    "X-" + random.nextInt(3), random.nextInt(3) == 0 ? "\u00c3\u00bc and \u00fc" : bytes(random, 12));
        }
        return fields.build();
    }

    private static Body body(RecordedSession session, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Body.NONE;
            case 1 -> session.body("gr\u00fc\u00dfe \"x\"\n".getBytes(StandardCharsets.UTF_8));
            case 2 -> {
                byte[] binary = new byte[random.nextInt(60_000)];
                random.nextBytes(binary);
                yield session.body(binary);
            }
            case 3 -> new Body.Stored(0, 0, 12345, true);
            default -> session.body("stra\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    private static long time(Random random) {
        return random.nextInt(5) == 0 ? Times.UNSET : RecordedSession.BEGAN + random.nextInt(1_000_000_000);
    }

    private static Peer peer(Random random, long connection, Endpoint address) {
        Tls tls = random.nextBoolean()
                ? null
                : new Tls(
                        time(random),
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        "example.org",
                        "h2",
                        List.of(),
                        List.of(),
                        List.of(),
                        null);
        return new Peer(
                connection,
                address,
                new Endpoint("192.0.2.7", 8443),
                new Endpoint("192.0.2.8", 999),
                time(random),
                time(random),
                time(random),
                tls,
                null,
                null);
    }

    private static HttpFlow flow(RecordedSession session, Random random) {
        boolean answered = random.nextInt(5) > 0;
        String version = List.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3").get(random.nextInt(4));
        Notes notes = random.nextBoolean()
                ? Notes.NONE
                : new Notes("red", "a comment \u20ac", Map.of("steno.odd", "x\n\"y"), Notes.Replay.REQUEST);
        return new HttpFlow(
                session.session().sequences().nextFlow(),
                1,
                answered ? FlowState.COMPLETE : random.nextBoolean() ? FlowState.FAILED : FlowState.INTERRUPTED,
                RecordedSession.BEGAN + random.nextInt(1000),
                30_000_000 + random.nextInt(1000),
                peer(random, 1 + random.nextInt(3), new Endpoint("::1", 5000)),
                random.nextInt(5) == 0 ? null : peer(random, 10 + random.nextInt(3), SERVER),
                new HttpRequest(
                        "POST",
                        "https",
                        SERVER.host(),
                        SERVER.port(),
                        "/a?q=%C3%A9",
                        version,
                        headers(random),
                        null,
                        body(session, random),
                        time(random),
                        time(random)),
                answered
                        ? new HttpResponse(
                                version,
                                200 + random.nextInt(3),
                                bytes(random, 5),
                                headers(random),
                                random.nextInt(4) == 0 ? Headers.of("T", "1") : null,
                                body(session, random),
                                time(random),
                                time(random))
                        : null,
                List.of(),
                answered || random.nextBoolean()
                        ? null
                        : new FlowError(FlowError.Step.CONNECT, "no way", RecordedSession.BEGAN + 5),
                notes,
                null,
                null);
    }

    private ImportedSession imported(RecordedSession session) throws IOException {
        return Hars.imported(folder, session.export(new HarExporter()));
    }

    /** A flow without its numbers, and with the bytes of its bodies. */
    private static String plain(HttpFlow flow, ReadBody read) throws IOException {
        Map<String, String> metadata = new HashMap<>(flow.notes().metadata());
        metadata.keySet().removeIf(key -> key.startsWith("import."));
        HttpResponse response = flow.response();
        return String.join(
                "\n",
                flow.state() + " " + flow.started() + " " + flow.duration() + " " + flow.error(),
                plain(flow.client()) + plain(flow.server()),
                flow.request().method()
                        + flow.request().url()
                        + flow.request().version()
                        + flow.request().started()
                        + flow.request().ended(),
                flow.request().headers() + " " + flow.request().trailers(),
                plain(flow.request().body(), read),
                response == null
                        ? ""
                        : response.version()
                                + response.status()
                                + response.reason()
                                + response.started()
                                + response.ended(),
                response == null ? "" : response.headers() + " " + response.trailers() + plain(response.body(), read),
                flow.notes().mark() + flow.notes().comment() + flow.notes().replay() + metadata);
    }

    private static String plain(@Nullable Peer peer) {
        return peer == null
                ? "none"
                : peer.address() + " " + peer.ip() + peer.local() + peer.started() + peer.connected() + peer.ended()
                        + peer.tls();
    }

    private static String plain(Body body, ReadBody read) throws IOException {
        return body.size() + "/" + body.trueSize() + " "
                + (body.size() == 0 ? "" : java.util.HexFormat.of().formatHex(read.bytes(body)));
    }

    private interface ReadBody {
        byte[] bytes(Body body) throws IOException;
    }

    @Test
    void aFlowComesBackAsItWas() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("out.steno"))) {
            List<HttpFlow> flows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                HttpFlow flow = flow(session, new Random(i));
                flows.add(flow);
                session.add(flow);
            }
            session.session().awaitDurable();
            try (ImportedSession back = imported(session);
                    var reader = session.session().reader()) {
                assertThat(back.result.damage()).isNull();
                assertThat(back.flows()).hasSize(flows.size());
                Map<Long, Long> connections = new HashMap<>();
                List<HttpFlow> ordered = new ArrayList<>(flows);
                ordered.sort(java.util.Comparator.comparingLong(HttpFlow::started));
                for (int i = 0; i < ordered.size(); i++) {
                    HttpFlow now = back.http(i);
                    HttpFlow before = flows.stream()
                            .filter(each -> each.id() == original(now, flows))
                            .findFirst()
                            .orElseThrow();
                    assertThat(plain(now, back::bytes))
                            .isEqualTo(plain(before, body -> reader.body(body).readAllBytes()));
                    assertThat(connections.computeIfAbsent(
                                    before.client().connection(),
                                    key -> now.client().connection()))
                            .isEqualTo(now.client().connection());
                }
            }
        }
    }

    /** The export is in the order of time; without two flows at the same time, the time names the flow. */
    private static long original(HttpFlow now, List<HttpFlow> flows) {
        return flows.stream()
                .filter(each -> each.started() == now.started() && each.duration() == now.duration())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no flow began at " + now.started()))
                .id();
    }

    @Test
    void messagesOfAWebSocketComeBackAsTheyWere() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("ws.steno"))) {
            HttpFlow plain = session.exchange("GET", "/ws", Headers.EMPTY, new byte[0], Headers.EMPTY, new byte[0]);
            HttpFlow flow = new HttpFlow(
                    plain.id(),
                    1,
                    plain.state(),
                    plain.started(),
                    plain.duration(),
                    plain.client(),
                    plain.server(),
                    plain.request(),
                    plain.response(),
                    List.of(),
                    null,
                    Notes.NONE,
                    new WebSocket(
                            new WebSocket.Sent(2, 4, 0, 0),
                            new WebSocket.Sent(1, 3, 0, 0),
                            3,
                            new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1001, "bye"),
                            null),
                    null);
            byte[][] data = {"gr\u00fc".getBytes(StandardCharsets.UTF_8), {0, (byte) 0xFF}, {(byte) 0xFF}};
            Message[] sent = {
                message(flow, 0, Message.Kind.TEXT, Message.Edit.CHANGED, data[0]),
                message(flow, 1, Message.Kind.BINARY, Message.Edit.NONE, data[1]),
                message(flow, 2, Message.Kind.TEXT, Message.Edit.DROPPED, data[2])
            };
            for (Message each : sent) {
                session.session().accept(new FlowEvent.MessageSeen(each));
            }
            session.add(flow);
            try (ImportedSession back = imported(session)) {
                HttpFlow now = back.http(0);
                List<Message> rows = back.reader().messages(now.id(), 0, 10);
                assertThat(rows).hasSize(3);
                for (int i = 0; i < 3; i++) {
                    assertThat(rows.get(i).data()).isEqualTo(data[i]);
                    assertThat(rows.get(i).time()).isEqualTo(sent[i].time());
                    assertThat(rows.get(i).kind()).isEqualTo(sent[i].kind());
                    assertThat(rows.get(i).edit()).isEqualTo(sent[i].edit());
                    assertThat(rows.get(i).direction()).isEqualTo(sent[i].direction());
                }
                assertThat(now.webSocket().close()).isEqualTo(flow.webSocket().close());
            }
        }
    }

    private static Message message(HttpFlow flow, int number, Message.Kind kind, Message.Edit edit, byte[] data) {
        return new Message(
                flow.id(),
                number,
                RecordedSession.BEGAN + number * 1_001L,
                number == 1 ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER,
                kind,
                true,
                edit,
                data.length,
                data);
    }
}
