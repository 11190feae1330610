package dev.steno.tui;

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
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import dev.steno.tui.line.HostileText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A session whose flows have hostile text wherever a peer, an addon or a person may put text. For the thread of a test. */
final class HostileSession {
    private static final long STARTED = 1_767_323_045_000_000_000L;
    private static final List<String> TYPES = List.of(
            "text/plain", "application/json", "text/html", "application/x-www-form-urlencoded", "text/csv", "x/y");

    private final Random random;

    private HostileSession(long seed) {
        this.random = new Random(seed);
    }

    /** Writes a number of flows, of which each fourth is a raw stream. */
    static Path write(Path file, long seed, int flows) throws IOException {
        HostileSession made = new HostileSession(seed);
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        try {
            for (int id = 1; id <= flows; id++) {
                WriteBatch batch =
                        id % 4 == 0 ? made.stream(id) : WriteBatch.of(new FlowEvent.Closed(made.exchange(id)));
                store.commit(batch);
                assertThat(batch.rejected()).isEmpty();
            }
        } finally {
            store.close();
        }
        return file;
    }

    /** Returns text that UTF-8 can encode. */
    private String text(int most) {
        return new String(HostileText.random(random, most).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Returns text as it is in a head, of which each character is a byte. */
    private String wire(int most) {
        return new String(text(most).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes() {
        if (random.nextInt(3) == 0) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        return text(60).getBytes(StandardCharsets.UTF_8);
    }

    private WriteBatch stream(long id) {
        TcpFlow flow = new TcpFlow(
                id,
                1,
                FlowState.COMPLETE,
                STARTED + id,
                5_000_000,
                peer(1),
                peer(2),
                new Endpoint(wire(5), 5432),
                "tcp",
                6,
                4,
                2,
                0,
                null,
                notes());
        return WriteBatch.of(
                new FlowEvent.MessageSeen(new Message(id, 0, STARTED, Direction.CLIENT_TO_SERVER, bytes())),
                new FlowEvent.MessageSeen(new Message(id, 1, STARTED + 1, Direction.SERVER_TO_CLIENT, bytes())),
                new FlowEvent.Closed(flow));
    }

    private HttpFlow exchange(long id) {
        boolean failed = random.nextInt(5) == 0;
        HttpRequest request = new HttpRequest(
                "G" + wire(2),
                "https",
                wire(4),
                443,
                "/" + wire(40),
                "HTTP/1.1",
                headers(),
                null,
                new Body.Inline(bytes()),
                STARTED,
                STARTED + 1);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1", 200, wire(5), headers(), headers(), new Body.Inline(bytes()), STARTED, STARTED + 1);
        return new HttpFlow(
                id,
                2,
                failed ? FlowState.FAILED : FlowState.COMPLETE,
                STARTED + id,
                1_000_000,
                peer(1),
                peer(2),
                request,
                failed ? null : response,
                List.of(),
                failed ? new FlowError(FlowError.Step.CONNECT, text(9), STARTED) : null,
                notes(),
                null);
    }

    private Headers headers() {
        return Headers.of(
                "Content-Type",
                TYPES.get(random.nextInt(TYPES.size())),
                "X-" + wire(3),
                wire(20),
                "Cookie",
                "a=" + wire(5) + "; b=" + wire(5));
    }

    private Notes notes() {
        return new Notes(text(2), text(8), Map.of("note" + text(1), text(5)), Notes.Replay.NONE);
    }

    private Peer peer(long connection) {
        return new Peer(
                connection,
                new Endpoint(wire(3), 443),
                null,
                null,
                STARTED,
                Times.UNSET,
                Times.UNSET,
                new Tls(STARTED, "TLSv1.3", wire(2), wire(5), wire(2), List.of(wire(2)), List.of(), List.of(), null),
                null);
    }
}
