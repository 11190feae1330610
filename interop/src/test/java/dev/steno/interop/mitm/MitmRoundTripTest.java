package dev.steno.interop.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.ImportedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** A session becomes a flow file, and that a session with the same flows, but for what is declared to be lost. */
class MitmRoundTripTest {
    private static final String[] ODD = {"", "a", "A b", "\u00FF\u00E9", "x,y", "1:2,", "\"", "a\tb"};

    /** Flows that are determined by a number. */
    private static final class Made {
        final Random random;
        final List<FlowEvent> facts = new ArrayList<>();
        final List<Flow> flows = new ArrayList<>();
        final Map<Long, byte[]> bodies = new TreeMap<>();
        final Map<Long, List<Message>> messages = new TreeMap<>();
        private long bodyNumber;

        Made(long seed) {
            random = new Random(seed);
            int count = 1 + random.nextInt(5);
            for (int id = 1; id <= count; id++) {
                messages.put((long) id, new ArrayList<>());
                Flow flow = random.nextInt(4) == 0 ? stream(id) : http(id);
                flows.add(flow);
                rowsOf(id).forEach(message -> facts.add(Exported.seen(message)));
                facts.add(Exported.ended(flow));
            }
        }

        List<Message> rowsOf(long id) {
            return Objects.requireNonNull(messages.get(id), "no flow has this number");
        }

        long time() {
            return random.nextInt(6) == 0 ? Times.UNSET : 1_700_000_000_000_000_000L + random.nextInt() * 1_000_003L;
        }

        String odd() {
            return ODD[random.nextInt(ODD.length)];
        }

        Body body() throws IllegalStateException {
            int size = switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> 70_000 + random.nextInt(400_000);
                case 2 -> 20_000;
                default -> 1 + random.nextInt(300);
            };
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            if (size == 0) {
                return random.nextInt(3) == 0 ? new Body.Stored(0, 0, 1 + random.nextInt(9999), true) : Body.NONE;
            }
            if (size <= Body.Inline.LIMIT) {
                return new Body.Inline(bytes);
            }
            long id = ++bodyNumber;
            bodies.put(id, bytes);
            int chunk = 0;
            for (int at = 0; at < size; at += Body.Stored.CHUNK) {
                facts.add(new FlowEvent.BodyChunk(
                        id, chunk++, Arrays.copyOfRange(bytes, at, Math.min(size, at + Body.Stored.CHUNK))));
            }
            return new Body.Stored(id, size, size + random.nextInt(2) * 77L, true);
        }

        Headers headers() {
            Headers.Builder fields = Headers.builder(4);
            for (int i = random.nextInt(5); i > 0; i--) {
                fields.add(random.nextBoolean() ? "Set-Cookie" : "x-" + i, odd());
            }
            return fields.build();
        }

        @Nullable
        Tls tls(boolean client) {
            return random.nextBoolean()
                    ? null
                    : new Tls(
                            time(),
                            "TLSv1.2",
                            "TLS_AES_128_GCM_SHA256",
                            random.nextBoolean() ? null : "a.example",
                            "h2",
                            List.of("h2", "http/1.1"),
                            client ? List.of(0, 65281, random.nextInt(9)) : List.of(),
                            List.of(new Certificate(new byte[] {48, (byte) random.nextInt(3)})),
                            client ? new Certificate(new byte[] {48, 9, 9}) : null);
        }

        Peer client() {
            return new Peer(
                    random.nextInt(3),
                    new Endpoint("127.0.0.1", random.nextInt(65536)),
                    null,
                    random.nextBoolean() ? null : new Endpoint("::1", 8080),
                    time(),
                    Times.UNSET,
                    time(),
                    tls(true),
                    null,
                    random.nextBoolean() ? null : random.nextBoolean() ? "socks5" : "reverse:h3://odd:1/p");
        }

        @Nullable
        Peer server() {
            if (random.nextInt(4) == 0) {
                return null;
            }
            Peer via = new Peer(
                    0, new Endpoint("next", 3128), null, null, Times.UNSET, Times.UNSET, Times.UNSET, null, null);
            return new Peer(
                    random.nextInt(3),
                    new Endpoint("b.example", 443),
                    random.nextBoolean() ? null : new Endpoint("2001:db8::1", 443),
                    random.nextBoolean() ? null : new Endpoint("10.0.0.1", 40000),
                    time(),
                    time(),
                    time(),
                    tls(false),
                    random.nextBoolean() ? null : via);
        }

        @Nullable
        FlowError error() {
            FlowError.Step[] steps = FlowError.Step.values();
            return random.nextInt(3) > 0
                    ? null
                    : new FlowError(steps[random.nextInt(steps.length)], "broken " + odd(), 1_700_000_000_123_456_000L);
        }

        Notes notes() {
            return random.nextBoolean()
                    ? Notes.NONE
                    : new Notes(
                            odd(),
                            "\u20AC " + odd(),
                            Map.of("k", odd(), "steno.odd", "\uD83C\uDF47"),
                            Notes.Replay.values()[random.nextInt(3)]);
        }

        HttpRequest request() {
            boolean tunnel = random.nextInt(6) == 0;
            boolean second = !tunnel && random.nextBoolean();
            Headers fields = headers();
            String host = random.nextBoolean() ? "a.example" : "2001:db8::2";
            int port = random.nextBoolean() ? 443 : 8443;
            String target = new Endpoint(host, port).toString();
            String path = tunnel ? target : random.nextInt(5) == 0 ? "*" : "/p?" + odd().replace(' ', '+');
            if (second) {
                fields = Headers.of(
                        ":method",
                        "PUT",
                        ":authority",
                        random.nextBoolean() ? target : "other.example",
                        ":scheme",
                        "https",
                        ":path",
                        path);
            } else if (random.nextBoolean()) {
                fields = fields.with("hOST", random.nextBoolean() ? target : "c.example:1");
            }
            return new HttpRequest(
                    tunnel ? "CONNECT" : "PUT",
                    "https",
                    host,
                    port,
                    path,
                    second ? "HTTP/2.0" : "HTTP/1.1",
                    fields,
                    random.nextInt(4) == 0 ? headers() : null,
                    body(),
                    time(),
                    time());
        }

        HttpFlow http(long id) {
            HttpRequest request = request();
            HttpResponse response = random.nextInt(4) == 0
                    ? null
                    : new HttpResponse(
                            request.version(),
                            100 + random.nextInt(900),
                            odd(),
                            headers(),
                            random.nextInt(4) == 0 ? headers() : null,
                            body(),
                            time(),
                            time());
            WebSocket socket = null;
            if (random.nextInt(4) == 0) {
                rows(id, true);
                socket = new WebSocket(
                        new WebSocket.Sent(3, 40, 1, 2),
                        new WebSocket.Sent(5, 60, 0, 7),
                        rowsOf(id).size(),
                        random.nextBoolean() ? null : new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1006, odd()),
                        random.nextBoolean() ? null : "a fault");
            }
            FlowState[] ends = {FlowState.COMPLETE, FlowState.FAILED, FlowState.INTERRUPTED};
            Peer client = client();
            Peer server = server();
            HttpFlow flow = new HttpFlow(
                    id,
                    1,
                    ends[random.nextInt(3)],
                    time(),
                    random.nextBoolean() ? Times.UNSET : random.nextInt(1_000_000_000),
                    client,
                    server,
                    request,
                    response,
                    List.of(),
                    error(),
                    notes(),
                    socket,
                    null);
            return random.nextInt(4) > 0 ? flow : edited(flow);
        }

        HttpFlow edited(HttpFlow flow) {
            HttpFlow changed = flow.withRequest(flow.request().withBody(new Body.Inline(new byte[] {1, 2, 3})));
            return new HttpFlow(
                    flow.id(),
                    2,
                    flow.state(),
                    flow.started(),
                    flow.duration(),
                    flow.client(),
                    flow.server(),
                    changed.request(),
                    flow.response(),
                    List.of(),
                    flow.error(),
                    flow.notes(),
                    flow.webSocket(),
                    flow);
        }

        TcpFlow stream(long id) {
            rows(id, false);
            Peer server = server();
            long[] bytes = new long[2];
            rowsOf(id)
                    .forEach(row -> bytes[row.direction() == Direction.CLIENT_TO_SERVER ? 0 : 1] += row.data().length);
            return new TcpFlow(
                    id,
                    1,
                    FlowState.COMPLETE,
                    time(),
                    random.nextBoolean() ? Times.UNSET : 5_000,
                    client(),
                    server,
                    new Endpoint("t.example", 1 + random.nextInt(9)),
                    random.nextBoolean() ? "udp" : "tls",
                    bytes[0],
                    bytes[1],
                    rowsOf(id).size(),
                    0,
                    error(),
                    notes());
        }

        private void rows(long id, boolean socket) {
            List<Message> all = rowsOf(id);
            int count = random.nextInt(20);
            for (int i = 0; i < count; i++) {
                byte[] data = new byte[random.nextInt(8) == 0 ? 100_000 : random.nextInt(50)];
                random.nextBytes(data);
                Direction direction = Direction.values()[random.nextInt(2)];
                Message.Kind kind =
                        !socket ? Message.Kind.PIECE : random.nextBoolean() ? Message.Kind.TEXT : Message.Kind.BINARY;
                Message.Edit edit =
                        !socket || random.nextBoolean() ? Message.Edit.NONE : Message.Edit.values()[2 + i % 2];
                all.add(new Message(id, all.size(), time(), direction, kind, true, edit, data.length, data));
            }
        }
    }

    @Property(tries = 40)
    void aSessionIsTheSameAfterTheWayThroughAFlowFile(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("mitm");
        try {
            Made made = new Made(seed);
            Exported exported = Exported.of(folder, 21, made.facts);
            assertThat(exported.result().flows()).isEqualTo(made.flows.size());
            try (ImportedSession session = ImportedSession.of(exported.file(), folder)) {
                assertThat(session.result.damage()).isNull();
                List<Flow> read = session.flows();
                assertThat(read).hasSize(made.flows.size());
                for (int i = 0; i < read.size(); i++) {
                    compare(made, made.flows.get(i), read.get(i), session);
                    assertThat(session.reader().messages(read.get(i).id(), 0, 1000).stream()
                                    .map(MitmRoundTripTest::plain)
                                    .toList())
                            .isEqualTo(Objects.requireNonNull(
                                            made.messages.get(made.flows.get(i).id()))
                                    .stream()
                                    .map(MitmRoundTripTest::plain)
                                    .toList());
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static Message plain(Message row) {
        return new Message(
                1,
                row.sequence(),
                micros(row.time()),
                row.direction(),
                row.kind(),
                row.last(),
                row.edit(),
                row.trueSize(),
                row.data());
    }

    private static void compare(Made made, Flow before, Flow after, ImportedSession session) throws IOException {
        assertThat(plain(after)).isEqualTo(plain(before));
        if (before instanceof HttpFlow one && after instanceof HttpFlow other) {
            equalBodies(made, one.request().body(), other.request().body(), session);
            if (one.response() != null && other.response() != null) {
                equalBodies(made, one.response().body(), other.response().body(), session);
            }
            if (one.original() != null) {
                compare(made, one.original(), Objects.requireNonNull(other.original()), session);
            }
        }
    }

    private static void equalBodies(Made made, Body before, Body after, ImportedSession session) throws IOException {
        byte[] bytes = before instanceof Body.Inline inline
                ? inline.bytes()
                : before instanceof Body.Stored stored && stored.id() > 0
                        ? Objects.requireNonNull(made.bodies.get(stored.id()))
                        : new byte[0];
        assertThat(session.bytes(after)).isEqualTo(bytes);
        assertThat(after.trueSize()).isEqualTo(before.trueSize());
    }

    /** A flow without what a flow file does not have: numbers, less than a microsecond, the marks of the import. */
    private static Flow plain(Flow flow) {
        if (flow instanceof TcpFlow tcp) {
            return new TcpFlow(
                    1,
                    1,
                    tcp.state(),
                    tcp.started(),
                    tcp.duration(),
                    plain(tcp.client()),
                    plain(tcp.server()),
                    tcp.target(),
                    tcp.protocol(),
                    tcp.sentByClient(),
                    tcp.sentByServer(),
                    tcp.messages(),
                    0,
                    tcp.error(),
                    plain(tcp.notes()));
        }
        HttpFlow http = (HttpFlow) flow;
        HttpRequest request = http.request();
        HttpResponse response = http.response();
        HttpFlow original = http.original();
        return new HttpFlow(
                1,
                1,
                http.state(),
                http.started(),
                http.duration(),
                plain(http.client()),
                plain(http.server()),
                new HttpRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        request.path(),
                        request.version(),
                        request.headers(),
                        request.trailers(),
                        Body.NONE,
                        micros(request.started()),
                        micros(request.ended())),
                response == null
                        ? null
                        : new HttpResponse(
                                response.version(),
                                response.status(),
                                response.reason(),
                                response.headers(),
                                response.trailers(),
                                Body.NONE,
                                micros(response.started()),
                                micros(response.ended())),
                List.of(),
                http.error(),
                plain(http.notes()),
                http.webSocket(),
                original == null ? null : (HttpFlow) plain(original));
    }

    private static Notes plain(Notes notes) {
        Map<String, String> kept = new TreeMap<>(notes.metadata());
        kept.keySet().removeIf(key -> key.startsWith("import."));
        return new Notes(notes.mark(), notes.comment(), kept, notes.replay());
    }

    private static @Nullable Peer plain(@Nullable Peer peer) {
        if (peer == null) {
            return null;
        }
        Tls tls = peer.tls();
        return new Peer(
                0,
                peer.address(),
                peer.ip(),
                peer.local(),
                micros(peer.started()),
                micros(peer.connected()),
                micros(peer.ended()),
                tls == null
                        ? null
                        : new Tls(
                                micros(tls.established()),
                                tls.version(),
                                tls.cipher(),
                                tls.sni(),
                                tls.alpn(),
                                tls.alpnOffers(),
                                tls.extensions(),
                                tls.peerCertificates(),
                                tls.minted()),
                peer.via(),
                peer.mode());
    }

    private static long micros(long time) {
        return Times.isSet(time) ? Math.floorDiv(time + 500, 1000L) * 1000 : time;
    }
}
