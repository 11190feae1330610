package dev.steno.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Answers whose bodies are files, streams and publishers. */
class AnswerSourcesTest extends ModeTest {
    private static final String GET = "GET http://mock.invalid/ HTTP/1.1\r\nHost: mock.invalid\r\n\r\n";

    private static HttpResponse response(Body body, Headers trailers, String... fields) {
        return new HttpResponse("HTTP/1.1", 200, "OK", Headers.of(fields), trailers, body, 0, 0);
    }

    private static Addon answering(HttpResponse response) {
        return registrar ->
                registrar.on(Hook.REQUEST_HEAD, Phase.DECIDE, (flow, context) -> new Verdict.Answer<>(response));
    }

    private void answerWith(BodySource source) throws Exception {
        restartWith(this::settings, answering(response(new Body.Source(source), null)));
    }

    @Test
    void aPartOfAFileIsSentWithItsLength() throws Exception {
        byte[] bytes = noise(300_000);
        Path file = Files.write(files.resolve("answer"), bytes);
        answerWith(BodySources.file(file, 1_000, 200_000));

        HttpAnswer answer = client().send(GET).response();

        assertThat(answer.field("Content-Length")).isEqualTo("200000");
        assertThat(answer.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1_000, 201_000));
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(answer.body());
    }

    @Test
    void aConnectionServesFurtherRequestsAfterASource() throws Exception {
        answerWith(BodySources.file(Files.write(files.resolve("answer"), latin1("again"))));
        RawClient client = client();
        assertThat(client.send(GET).response().text()).isEqualTo("again");
        assertThat(client.send(GET).response().text()).isEqualTo("again");
    }

    @Test
    void aStreamOfUnknownLengthIsSentInChunks() throws Exception {
        answerWith(BodySources.stream(-1, () -> new ByteArrayInputStream(noise(150_000))));

        HttpAnswer answer = client().send(GET).response();
        assertThat(answer.field("Content-Length")).isNull();
        assertThat(answer.field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.body()).isEqualTo(noise(150_000));
    }

    @Test
    void aStreamIsReadOffTheEventLoopAndClosed() throws Exception {
        AtomicReference<String> reader = new AtomicReference<>("");
        AtomicReference<String> closer = new AtomicReference<>("");
        answerWith(BodySources.stream(-1, () -> new ByteArrayInputStream(latin1("body")) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                reader.set(Thread.currentThread().getName());
                return super.read(target, offset, length);
            }

            @Override
            public void close() {
                closer.set(Thread.currentThread().getName());
            }
        }));

        assertThat(client().send(GET).response().text()).isEqualTo("body");
        await().until(() -> !closer.get().isEmpty());
        assertThat(reader.get()).startsWith("pool-");
        assertThat(closer.get()).startsWith("pool-");
    }

    @Test
    void aFileThatIsNotThereGivesAnErrorThatIsRecorded() throws Exception {
        answerWith(BodySources.file(files.resolve("missing"), 0, 9));
        RawClient client = client().send(GET);

        assertThat(client.wire().readToEnd()).startsWith("HTTP/1.1 200 OK").doesNotContain("\r\n\r\n.");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(flow.error().message()).contains("NoSuchFileException").contains("missing");
    }

    @Test
    void eventsOfAPublisherReachTheClientOneByOne() throws Exception {
        SubmissionPublisher<byte[]> events = closing(new SubmissionPublisher<>());
        restartWith(
                this::settings,
                answering(response(
                        new Body.Source(BodySources.published(-1, events)),
                        null,
                        "Content-Type",
                        "text/event-stream")));
        RawClient client = client().send(GET);
        client.wire().readHead();
        for (int i = 0; i < 3; i++) {
            await().until(events::hasSubscribers);
            events.submit(latin1("data: " + i + "\n\n"));
            assertThat(client.wire().readText("9\r\ndata: 0\n\n\r\n".length())).contains("data: " + i);
        }
        events.close();
        assertThat(client.wire().readText(5)).isEqualTo("0\r\n\r\n");
    }

    @Test
    void aPaceSeparatesThePieces() throws Exception {
        InputStream[] open = new InputStream[1];
        BodySource events = BodySources.paced(
                BodySources.stream(-1, () -> {
                    open[0] = new ByteArrayInputStream(latin1("0123")) {
                        @Override
                        public synchronized int read(byte[] target, int offset, int length) {
                            return super.read(target, offset, 1);
                        }
                    };
                    return open[0];
                }),
                Duration.ofMillis(100));
        answerWith(events);
        long begun = System.nanoTime();
        RawClient client = client().send(GET);
        client.wire().readHead();
        for (int i = 0; i < 4; i++) {
            assertThat(client.wire().readText(6)).isEqualTo("1\r\n" + i + "\r\n");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void aClientThatLeavesEndsThePublishersSubscription() throws Exception {
        SubmissionPublisher<byte[]> events = closing(new SubmissionPublisher<>());
        answerWith(BodySources.published(-1, events));
        RawClient client = client().send(GET);
        client.wire().readHead();
        await().until(events::hasSubscribers);
        client.wire().reset();
        await().until(() -> !events.hasSubscribers());
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    // ---- trailers

    private static final HttpResponse GRPC = response(
            new Body.Inline(latin1("message")),
            Headers.of("grpc-status", "0", "grpc-message", "fine"),
            "Content-Type",
            "application/grpc");

    @Test
    void trailersReachAnHttp1Client() throws Exception {
        restartWith(this::settings, answering(GRPC));
        HttpAnswer answer = client().send(GET).response();
        assertThat(answer.text()).isEqualTo("message");
        assertThat(answer.trailers()).contains("grpc-status: 0").contains("grpc-message: fine");
        assertThat(proxy.http().response().trailers().get("grpc-status")).isEqualTo("0");
    }

    @Test
    void trailersReachAnHttp2Client() throws Exception {
        restartWith(this::settings, answering(GRPC));
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        FrameClient.Answer answer =
                client.get(1, "localhost:" + origin.port(), "/").answer(1);
        assertThat(answer.body()).isEqualTo("message");
        assertThat(answer.trailers()).containsEntry("grpc-status", "0");
    }

    @Test
    void trailersReachAnHttp3Client() throws Exception {
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:9"), answering(GRPC));
        try (Http3Caller caller =
                new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20)) {
            Http3Caller.Stream stream = caller.open().request("GET", "/").end();
            await().until(stream::hasEnded);
            assertThat(stream.text()).isEqualTo("message");
            assertThat(stream.heads()).hasSize(2).last().asString().contains("grpc-status: 0");
        }
    }

    // ---- replacements

    @Test
    void aFileReplacesTheBodyOfAServersResponse() throws Exception {
        byte[] bytes = noise(100_000);
        BodySource file = BodySources.file(Files.write(files.resolve("other"), bytes));
        restartWith(
                this::settings,
                registrar -> registrar.on(
                        Hook.RESPONSE_HEAD,
                        Phase.MODIFY,
                        (flow, context) -> new Verdict.Replace<>(
                                flow.withResponse(flow.response().withBody(new Body.Source(file))))));
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\nA: 1\r\n\r\n" + "x".repeat(1_000));
            connection.awaitEnd();
        });

        HttpAnswer answer = client().send(get(origin, "/")).response();
        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(answer.field("A")).isEqualTo("1");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aFileReplacesTheBodyOfARequest() throws Exception {
        byte[] bytes = noise(700_000);
        BodySource file = BodySources.file(Files.write(files.resolve("other"), bytes));
        restartWith(
                this::settings,
                registrar -> registrar.on(
                        Hook.REQUEST_HEAD,
                        Phase.MODIFY,
                        (flow, context) -> new Verdict.Replace<>(
                                flow.withRequest(flow.request().withBody(new Body.Source(file))))));
        AtomicReference<byte[]> got = new AtomicReference<>();
        ScriptedOrigin origin = origin(connection -> {
            got.set(connection.readWholeRequest().body());
            connection.send(OK);
            connection.awaitEnd();
        });

        HttpAnswer answer = client().send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Length: 3\r\n\r\nold")
                .response();
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(got.get()).isEqualTo(bytes);
        HttpFlow flow = proxy.http();
        assertThat(flow.request().body().trueSize()).isEqualTo(700_000);
        assertThat(flow.original()).isNotNull();
    }
}
