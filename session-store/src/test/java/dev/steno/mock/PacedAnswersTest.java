package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.PieceTimes;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A mock sends streams at the pace at which they were recorded. */
class PacedAnswersTest extends MockingProxy {
    private static final String EVENTS = "data: a\n\ndata: b\n\ndata: c\n\n";
    private static final int EVENT = 9;
    private static final long MS = 1_000_000;

    @Test
    void eventsAreSentOneByOneAfterTheirRecordedPauses() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/events")
                .field("Content-Type", "text/event-stream")
                .text(EVENTS)
                .pieces(EVENT, 40, EVENT, 60, EVENT, 50);
        offline(tape);

        long began = System.nanoTime();
        RawClient client = shop().send("GET /events HTTP/1.1\r\nHost: shop.invalid\r\n\r\n");
        assertThat(client.wire().readHead()).contains("chunked").doesNotContain("Content-Length");
        List<String> chunks = List.of(chunk(client), chunk(client), chunk(client));
        long took = System.nanoTime() - began;

        assertThat(chunks).containsExactly("data: a\n\n", "data: b\n\n", "data: c\n\n");
        assertThat(took).isGreaterThanOrEqualTo(150 * MS);
    }

    private static String chunk(RawClient client) throws Exception {
        int length = Integer.parseInt(client.wire().readLine().strip(), 16);
        String text = client.wire().readText(length);
        client.wire().readLine();
        return text;
    }

    @Test
    void withoutAPaceStreamsAreSentAtOnce() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/events")
                .field("Content-Type", "text/event-stream")
                .text(EVENTS)
                .pieces(EVENT, 0, EVENT, 3_600_000, EVENT, 0);
        offline(tape);
        set("mock-pace", "none");

        assertThat(ask("GET", "/events").text()).isEqualTo(EVENTS);
    }

    @Test
    void messagesOfGrpcKeepTheirPausesAndTheirTrailers() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/pkg.Service/Watch")
                .version("HTTP/2.0")
                .field("content-type", "application/grpc")
                .trailers("grpc-status", "0")
                .bytes(new byte[12])
                .pieces(6, 0, 6, 100);
        offline(tape);

        long began = System.nanoTime();
        FrameClient client = shop2();
        client.request(1, true, "GET", SHOP + "/pkg.Service/Watch");
        FrameClient.Answer answer = client.answer(1);

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(100 * MS);
        assertThat(answer.body()).hasSize(12);
        assertThat(answer.trailers()).containsEntry("grpc-status", "0");
    }

    @Test
    void theTimesOfAStreamAreRecordedAndAnswerAgain() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        ScriptedOrigin origin = closing(ScriptedOrigin.plain(connection -> {
            connection.readRequest();
            connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: a\n\n");
            later.join();
            connection.send("data: b\n\n");
        }));
        String url = "http://127.0.0.1:" + origin.port() + "/events";
        RawClient client = client().send("GET " + url + " HTTP/1.1\r\nHost: 127.0.0.1:" + origin.port() + "\r\n\r\n");
        client.wire().readHead();
        assertThat(chunk(client)).isEqualTo("data: a\n\n");
        later.completeOnTimeout(null, 3, TimeUnit.MILLISECONDS); // from when the client has the first event
        assertThat(chunk(client)).isEqualTo("data: b\n\n");

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        session.afterCommit().toCompletableFuture().get(60, TimeUnit.SECONDS);
        try (SessionReader reader = session.reader()) {
            Body.Stored body = (Body.Stored) flow.response().body();
            List<PieceTimes.Piece> pieces = reader.pieces(body.id(), 0);
            assertThat(pieces).extracting(PieceTimes.Piece::length).containsExactly(EVENT, EVENT);
            assertThat(pieces.get(1).pause()).isGreaterThanOrEqualTo(3 * MS);
        }
    }
}
