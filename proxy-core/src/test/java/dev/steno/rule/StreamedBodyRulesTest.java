package dev.steno.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that change bodies while they pass: larger ones than are held, event streams, streams without an end. */
class StreamedBodyRulesTest extends ModeTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: ";

    private final Rules rules = new Rules();
    private final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules};
    }

    private void set(String kind, String... texts) {
        proxy.options.set("rules-body", "4");
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    private ScriptedOrigin answering(String fields, byte[] body) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
    }

    private void awaitTurn() throws IOException {
        try {
            assertThat(turns.poll(60, TimeUnit.SECONDS)).isNotNull();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpAnswer got(ScriptedOrigin origin) throws Exception {
        return client().send(get(origin, "/")).response();
    }

    private String trace() {
        return proxy.http().notes().metadata().get(Notes.RULES);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String chunk(byte[] bytes) {
        return chunk(new String(bytes, ISO_8859_1));
    }

    @Test
    void aMatchIsFoundWherePiecesMeetAndBothBodiesAreRecorded() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "text/plain\r\n\r\n" + chunk("one tw"));
            awaitTurn();
            connection.send(chunk("o three") + "0\r\nX-Sum: 1\r\n\r\n");
        });
        set("modify-body", "/two/2", "/2 (three)/3 \\1");
        RawClient client = client().send(get(origin, "/"));
        assertThat(client.wire().readHead()).doesNotContain("Content-Length");
        turns.add(true);
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("one 3 three"));
        assertThat(proxy.bytes(flow.original().response().body())).isEqualTo(latin1("one two three"));
        assertThat(flow.response().trailers()).isEqualTo(Headers.of("X-Sum", "1"));
        assertThat(trace()).isEqualTo("modify-body-1 modify-body-2");
        assertThat(rules.list().get(0).tally().hits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "br, gzip"})
    void aCodedBodyIsDecodedAndEncodedAgain(String coding) throws Exception {
        Headers headers = Headers.of("Content-Encoding", coding);
        String text = "needle in \u20ac a haystack ".repeat(1000);
        ScriptedOrigin origin = answering(
                "Content-Type: text/html\r\nContent-Encoding: " + coding + "\r\n",
                ContentEncoder.encode(text.getBytes(UTF_8), headers).bytes());
        set("modify-body", "/(n)eedle/\\1eed");
        HttpAnswer answer = got(origin);
        assertThat(answer.field("Content-Encoding")).isEqualTo(coding);
        assertThat(new String(ContentDecoder.strict(1 << 20).decode(answer.body(), headers), UTF_8))
                .isEqualTo(text.replace("needle", "need"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip"})
    void anEventIsRewrittenAsItPasses(String coding) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "text/event-stream\r\nContent-Encoding: " + coding + "\r\n\r\n");
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            GZIPOutputStream gzip = new GZIPOutputStream(bytes, 512, true);
            for (String event : new String[] {"data: 1\n\n", "id: 7\ndata: 22\n\n"}) {
                if (coding.isEmpty()) {
                    connection.send(chunk(event));
                } else {
                    gzip.write(event.getBytes(UTF_8));
                    gzip.flush();
                    connection.send(chunk(bytes.toByteArray()));
                    bytes.reset();
                }
                awaitTurn();
            }
            connection.reset();
        });
        set("modify-body", "/~s/data: (\\d+)/data: [\\1]");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        java.io.ByteArrayOutputStream sent = new java.io.ByteArrayOutputStream();
        for (String event : new String[] {"data: [1]\n\n", "id: 7\ndata: [22]\n\n"}) {
            do {
                int size = Integer.parseInt(client.wire().readLine().strip(), 16);
                sent.writeBytes(client.wire().readExactly(size));
                client.wire().readLine();
            } while (!decoded(sent.toByteArray(), coding).endsWith(event));
            turns.add(true);
        }
        client.wire().awaitEnd();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.original().response().body().trueSize()).isPositive();
        assertThat(trace()).as("of a stream that was cut").isEqualTo("modify-body-1");
        assertThat(rules.list().get(0).tally().hits()).isEqualTo(1);
    }

    private static String decoded(byte[] bytes, String coding) throws IOException {
        return new String(ContentDecoder.partial(1 << 20).decode(bytes, Headers.of("Content-Encoding", coding)), UTF_8);
    }

    /** Text that an expression might continue is sent nevertheless if nothing follows for a while. */
    @Test
    void aStreamWithoutAnEndIsNotHeldBack() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "application/x-ndjson\r\n\r\n" + chunk("{\"token\":\"abc\"}\n"));
            awaitTurn();
        });
        set("modify-body", "/\"token\":\"[^\"]*\"/\"token\":\"-\"");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        assertThat(client.wire().readExactly(17)).isEqualTo(latin1("e\r\n{\"token\":\"-\"}\n"));
        turns.add(true);
    }

    @Test
    void aRequestIsChangedWhileItIsSent() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(OK);
        });
        set("modify-body", "/~q/a/bb");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n";
        assertThat(client().send(head + "Content-Length: 9\r\n\r\naxaxaxaxa")
                        .response()
                        .status())
                .isEqualTo(200);
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("bbxbbxbbxbbxbb"));
        assertThat(proxy.bytes(flow.original().request().body())).isEqualTo(latin1("axaxaxaxa"));
        assertThat(flow.original().request().headers().get("Content-Length")).isEqualTo("9");
        assertThat(origin.received())
                .contains("Transfer-Encoding: chunked\r\n", "bbxbb")
                .doesNotContain("Content-Length");
    }

    @Test
    void aBodyThatIsNotCodedAsItsFieldSaysPasses() throws Exception {
        ScriptedOrigin origin = answering("Content-Encoding: gzip\r\n", "no gzip at all".getBytes(UTF_8));
        set("modify-body", "/gzip/x");
        assertThat(got(origin).text()).isEqualTo("no gzip at all");
        assertThat(trace()).isEqualTo("!modify-body-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Type: image/png\r\n", "Content-Encoding: dcb\r\n", "Content-Type: application/grpc\r\n"
            })
    void aBodyThatIsNoTextOrHasAnUnknownCodingPasses(String field) throws Exception {
        ScriptedOrigin origin = answering(field, "12345".getBytes(UTF_8));
        set("modify-body", "/3/x");
        HttpAnswer answer = got(origin);
        assertThat(answer.text()).isEqualTo("12345");
        assertThat(answer.field("Content-Length")).isEqualTo("5");
        assertThat(trace()).isEqualTo("!modify-body-1");
    }

    @Test
    void anAnswerOfAnotherRuleIsChanged() throws Exception {
        Path file = Files.writeString(files.resolve("big.txt"), "needle ".repeat(50_000));
        set("modify-body", "/~s/needle/pin");
        proxy.options.set("map-local", proxy.options.require("map-local").join(List.of("|/big.txt|" + file)));
        HttpAnswer answer = client().send("GET http://mock.invalid/big.txt HTTP/1.1\r\nHost: mock.invalid\r\n\r\n")
                .response();
        assertThat(answer.text()).isEqualTo("pin ".repeat(50_000));
        assertThat(trace()).isEqualTo("map-local-1 modify-body-1");
    }

    @Test
    void aLargeBodyNeedsLittleMemory() throws Exception {
        byte[] piece = "0123456789needle".repeat(1 << 12).getBytes(UTF_8); // 64 KiB
        int pieces = 256;
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (5L + pieces * piece.length) + "\r\n\r\n12345");
            for (int i = 0; i < pieces; i++) {
                connection.send(piece);
            }
        });
        set("modify-body", "/needle/n");
        byte[] got = got(origin).body();
        assertThat(got.length).isEqualTo(5 + pieces * (1 << 12) * 11);
        HttpFlow flow = proxy.http();
        assertThat(flow.response().body().trueSize()).isEqualTo(got.length);
        assertThat(flow.original().response().body()).isInstanceOf(Body.Stored.class);
        assertThat(proxy.runtime().heldBytes().held()).isZero();
    }

    @Test
    void onHttp2() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(connection -> {
                    FrameServer.Request request = connection.request();
                    while (!connection.await(FrameClient.DATA).endsStream()) {
                        assertThat(request.ends()).isFalse();
                    }
                    connection.headers(request.stream(), false, ":status", "200", "content-type", "text/plain");
                    connection.data(request.stream(), false, latin1("one tw"));
                    connection.data(request.stream(), false, latin1("o"));
                    connection.headers(request.stream(), true, "x-sum", "1");
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        set("modify-body", "/two/2");
        client.post(1, "localhost:" + origin.port(), "/").data(1, false, latin1("one tw"));
        FrameClient.Answer answer = client.data(1, true, latin1("o three")).answer(1);
        assertThat(answer.body()).isEqualTo("one 2");
        assertThat(answer.trailers()).containsEntry("x-sum", "1");
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(latin1("one 2 three"));
    }

    @Test
    void onHttp3() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "text/plain\r\n\r\n" + chunk("one tw") + chunk("o") + "0\r\n\r\n");
        });
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), rules);
        set("modify-body", "/two/2");
        Http3Caller caller =
                closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
        Http3Caller.Stream stream = caller.open().request("POST", "/").data(latin1("one tw"));
        stream.data(latin1("o three")).end();
        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("one 2");
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(latin1("one 2 three"));
    }
}
