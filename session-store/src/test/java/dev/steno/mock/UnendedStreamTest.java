package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose server had not ended it when its client left is sent as far as it came, and stays open. */
class UnendedStreamTest extends MockingProxy {
    private static final String EVENTS = "data: a\n\ndata: b\n\n";
    private static final int EVENT = 9;
    private static final String LEFT = "the client closed the connection";
    private static final int CANCEL = 8;

    private Tape.Exchange left(Tape tape, String path) {
        return tape.get(SHOP + path).field("Content-Type", "text/event-stream").endedBy(FlowError.Step.RELAY, LEFT);
    }

    private RawClient events(String path, String... fields) throws Exception {
        return shop().send("GET " + path + " HTTP/1.1\r\nHost: shop.invalid\r\n" + String.join("", fields) + "\r\n");
    }

    private static String chunk(RawClient client) throws IOException {
        int length = Integer.parseInt(client.wire().readLine().strip(), 16);
        String text = client.wire().readText(length);
        client.wire().readLine();
        return text;
    }

    /** Reads chunks until their text is as long as it should be. */
    private static String chunks(RawClient client, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(chunk(client));
        }
        return text.toString();
    }

    /** Another request is answered meanwhile, and the first one has not ended. */
    private void assertThatItIsOpen(RawClient client) throws Exception {
        assertThat(ask("GET", "/other").text()).isEqualTo("other");
        assertThat(proxy.ended(1)).extracting(Flow::state).containsExactly(FlowState.OPEN, FlowState.COMPLETE);
        assertThat(client.wire().in().available()).isZero();
    }

    @Test
    void theEventsAreSentAtTheirPaceAndTheResponseStaysOpenUntilTheClientLeaves() throws Exception {
        Tape tape = tape();
        left(tape, "/events").text(EVENTS).pieces(EVENT, 0, EVENT, 100);
        tape.get(SHOP + "/other").text("other");
        offline(tape);

        long began = System.nanoTime();
        RawClient client = events("/events");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200").contains("chunked");
        assertThat(chunk(client)).isEqualTo("data: a\n\n");
        assertThat(chunk(client)).isEqualTo("data: b\n\n");
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThatItIsOpen(client);

        client.close();
        HttpFlow flow = (HttpFlow) proxy.ended(2).get(0);
        assertThat(flow.error().message()).isEqualTo(LEFT);
        assertThat(flow.notes().metadata())
                .containsEntry("mock", "flow 1 of shop.steno; stays open, as the recorded server had not ended it");
    }

    @Test
    void anHttp2StreamStaysOpenToo() throws Exception {
        Tape tape = tape();
        left(tape, "/events").text(EVENTS).pieces(EVENT, 0, EVENT, 20);
        tape.get(SHOP + "/other").text("other");
        offline(tape);

        FrameClient client = shop2();
        client.request(1, true, "GET", SHOP + "/events");
        StringBuilder text = new StringBuilder();
        while (text.length() < EVENTS.length()) {
            FrameClient.Frame data = client.await(FrameClient.DATA, 1);
            assertThat(data.endsStream()).isFalse();
            text.append(new String(data.payload(), StandardCharsets.US_ASCII));
        }
        assertThat(text).hasToString(EVENTS);
        client.request(3, true, "GET", SHOP + "/other");
        for (FrameClient.Frame frame = client.next(); frame.stream() != 3 || !frame.endsStream(); ) {
            assertThat(frame.stream()).as("the stream of %s", frame).isNotEqualTo(1);
            frame = client.next();
        }
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(CANCEL));

        assertThat(((HttpFlow) proxy.ended(2).get(0)).error().message()).contains("the client reset the stream");
    }

    @Test
    void aStreamThatAReplayEndedAfterAllItsEventsIsSentAtOnceWithoutAPace() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/events")
                .field("Content-Type", "text/event-stream")
                .field("Content-Length", "1000")
                .text(EVENTS)
                .pieces(EVENT, 0, EVENT, 3_600_000)
                .endedBy(FlowError.Step.RELAY, "the event stream was ended after 2 events, as many as were recorded");
        tape.get(SHOP + "/other").text("other");
        offline(tape);
        set("mock-pace", "none");

        RawClient client = events("/events");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200").doesNotContain("Content-Length");
        assertThat(chunks(client, EVENTS.length())).isEqualTo(EVENTS);
        assertThatItIsOpen(client);
    }

    @Test
    void aStreamWithoutAnyEventIsAHeadAndStaysOpen() throws Exception {
        Tape tape = tape();
        left(tape, "/events");
        tape.get(SHOP + "/other").text("other");
        offline(tape);

        RawClient client = events("/events");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200");
        assertThatItIsOpen(client);
    }

    @Test
    void aCodedStreamThatWasCutIsDecodedAsFarAsItGoes() throws Exception {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded, true)) {
            out.write(EVENTS.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] begun = coded.toByteArray();
            Tape tape = tape();
            left(tape, "/events").field("Content-Encoding", "gzip").bytes(begun).pieces(begun.length, 0);
            tape.get(SHOP + "/other").text("other");
            offline(tape);
        }

        RawClient client = events("/events");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200").doesNotContain("gzip");
        assertThat(chunks(client, EVENTS.length())).isEqualTo(EVENTS);
        assertThatItIsOpen(client);
    }

    @Test
    void aRequestForAPartGetsTheStreamAndOneForTheHeadNoLength() throws Exception {
        Tape tape = tape();
        left(tape, "/events").text(EVENTS).pieces(EVENT, 0, EVENT, 20);
        offline(tape);

        assertThat(ask("HEAD", "/events").head()).startsWith("HTTP/1.1 200").doesNotContain("Content-Length");
        RawClient client = events("/events", "Range: bytes=0-3\r\n");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 200");
        assertThat(chunks(client, EVENTS.length())).isEqualTo(EVENTS);
    }

    @Test
    void theEndOfTheProxyEndsIt() throws Exception {
        Tape tape = tape();
        left(tape, "/events").text(EVENTS).pieces(EVENT, 0, EVENT, 20);
        offline(tape);

        RawClient client = events("/events");
        client.wire().readHead();
        chunks(client, EVENTS.length());
        proxy.close();

        assertThatThrownBy(() -> chunks(client, 1)).isInstanceOf(IOException.class);
        assertThat(((HttpFlow) proxy.ended(1).get(0)).error().message()).contains("Steno was stopped");
    }

    @Test
    void aCallOfGrpcThatItsClientCancelledStaysOpen() throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/pkg.Service/Watch")
                .version("HTTP/2.0")
                .sending("application/grpc", new byte[6])
                .field("content-type", "application/grpc")
                .bytes(new byte[12])
                .pieces(6, 0, 6, 20)
                .endedBy(FlowError.Step.RELAY, "the client reset the stream (CANCEL)");
        offline(tape);

        assertCallIsOpen(true);
    }

    @Test
    void aConversationOfGrpcThatItsClientCancelledStaysOpen() throws Exception {
        Tape tape = tape();
        tape.request("POST", SHOP + "/pkg.Service/Watch")
                .version("HTTP/2.0")
                .sending("application/grpc", new byte[12])
                .sentInPieces(6, 0, 6, 50)
                .field("content-type", "application/grpc")
                .bytes(new byte[12])
                .pieces(6, 0, 6, 20)
                .endedBy(FlowError.Step.RELAY, "the client reset the stream (CANCEL)");
        offline(tape);

        assertCallIsOpen(false);
    }

    private void assertCallIsOpen(boolean ends) throws Exception {
        FrameClient client = shop2();
        client.request(1, false, "POST", SHOP + "/pkg.Service/Watch", "content-type", "application/grpc");
        client.data(1, ends, new byte[6]);
        for (int received = 0; received < 12; ) {
            FrameClient.Frame data = client.await(FrameClient.DATA, 1);
            assertThat(data.endsStream()).isFalse();
            received += data.payload().length;
        }
        client.request(3, true, "GET", SHOP + "/unknown");
        for (FrameClient.Frame frame = client.next(); frame.stream() != 3 || !frame.endsStream(); ) {
            assertThat(frame.stream() == 1 && frame.type() != FrameClient.WINDOW_UPDATE)
                    .as("%s ends the call", frame)
                    .isFalse();
            frame = client.next();
        }
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(CANCEL));
        assertThat(((HttpFlow) proxy.ended(2).get(0)).error().message()).contains("the client reset the stream");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatItsServerCutOrThatIsNotKeptWholeIsExplained(boolean cut) throws Exception {
        Tape tape = tape();
        if (cut) {
            tape.get(SHOP + "/events")
                    .field("Content-Type", "text/event-stream")
                    .text(EVENTS)
                    .pieces(EVENT, 0, EVENT, 20)
                    .endedBy(FlowError.Step.RESPONSE, "shop.invalid closed the connection");
        } else {
            left(tape, "/events").text(EVENTS).lacking(10);
        }
        offline(tape);

        HttpAnswer answer = ask("GET", "/events");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text())
                .contains(
                        cut
                                ? "has a body that ended early: shop.invalid closed the connection"
                                : "only 18 of 28 bytes were recorded (--body-limit)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamAnswersAsItWasRecordedWhenItsClientLeft(boolean pauses) throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScriptedOrigin origin = closing(ScriptedOrigin.plain(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n");
            later.join();
            connection.send("data: b\n\n");
            over.join();
        }));
        String request = "GET http://127.0.0.1:" + origin.port() + "/events HTTP/1.1\r\nHost: 127.0.0.1:"
                + origin.port() + "\r\n\r\n";
        RawClient first = client().send(request);
        first.wire().readHead();
        if (pauses) {
            assertThat(chunk(first)).isEqualTo("data: a\n\n");
            later.completeOnTimeout(null, 3, TimeUnit.MILLISECONDS);
            assertThat(chunk(first)).isEqualTo("data: b\n\n");
        } else {
            later.complete(null);
            assertThat(chunks(first, EVENTS.length())).isEqualTo(EVENTS);
        }
        first.close();
        proxy.ended(1);
        over.complete(null);
        session.afterCommit().toCompletableFuture().get(60, TimeUnit.SECONDS);

        set("mock-mode", "strict");
        set("server-replay", "@session");
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
        RawClient second = client().send(request);
        assertThat(second.wire().readHead()).startsWith("HTTP/1.1 200");
        assertThat(chunks(second, EVENTS.length())).isEqualTo(EVENTS);
        second.close();
        assertThat(((HttpFlow) proxy.ended(2).get(1)).error().message()).isEqualTo(LEFT);
    }
}
