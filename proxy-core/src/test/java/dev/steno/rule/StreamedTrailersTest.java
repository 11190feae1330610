package dev.steno.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on trailers of messages whose bodies are not held. */
class StreamedTrailersTest extends ModeTest {
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n";

    private final Rules rules = new Rules();
    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules, holding};
    }

    private void set(String... texts) {
        proxy.options.set(
                "modify-headers", proxy.options.require("modify-headers").join(List.of(texts)));
    }

    private ScriptedOrigin answering(String answer) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            connection.send(answer);
        });
    }

    private Map<String, String> notes() {
        return proxy.http().notes().metadata();
    }

    @Test
    void aStreamIsNotHeldForItsTrailers() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(EVENTS + "9\r\ndata: 1\n\n\r\n");
            try {
                assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.send("0\r\nX-Sum: 1\r\nX-Gone: 2\r\n\r\n");
        });
        set("/~s/trailer:x-sum/2", "/~s/trailer:X-New/3", "/trailer:x-gone/", "/~c 404/trailer:x-no/1");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        assertThat(client.wire().readExactly(14)).isEqualTo(latin1("9\r\ndata: 1\n\n\r\n"));
        read.countDown();
        String end = "0\r\nX-Sum: 2\r\nX-New: 3\r\n\r\n";
        assertThat(client.wire().readText(end.length())).isEqualTo(end);
        HttpFlow flow = proxy.http();
        assertThat(flow.response().trailers()).isEqualTo(Headers.of("X-Sum", "2", "X-New", "3"));
        assertThat(flow.original().response().trailers()).isEqualTo(Headers.of("X-Sum", "1", "X-Gone", "2"));
        assertThat(notes().get(Notes.RULES))
                .isEqualTo("modify-headers-3 modify-headers-1 modify-headers-2 modify-headers-3");
        assertThat(rules.list().get(0).tally().hits()).isEqualTo(1);
    }

    @Test
    void aBodyWithALengthIsSentInChunksIfAFieldIsAdded() throws Exception {
        ScriptedOrigin origin = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        set("/~s/trailer:x-gone/", "/~q/trailer:X-T/1");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority() + "\r\n";
        HttpAnswer answer =
                client().send(head + "Content-Length: 5\r\n\r\n12345").response();
        assertThat(answer.field("Content-Length")).isEqualTo("2");
        assertThat(origin.received())
                .contains("Transfer-Encoding: chunked\r\n", "5\r\n12345\r\n0\r\nX-T: 1\r\n\r\n")
                .doesNotContain("Content-Length");
        HttpFlow flow = proxy.http();
        assertThat(flow.original().request().headers().get("Content-Length")).isEqualTo("5");
        assertThat(flow.original().request().trailers()).isNull();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1("12345"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1 | 200 OK | ~q | the request has no body, behind which trailers are sent",
                "HEAD / HTTP/1.1 | 200 OK | ~s | the response has no body, behind which trailers are sent",
                "GET / HTTP/1.1 | 304 Not Modified | ~s | the response has no body, behind which trailers are sent",
                "GET / HTTP/1.0 | 200 OK | ~s | a client of HTTP/1.0 takes no trailers",
            })
    void whereNoTrailersCanBeSentTheFlowSaysWhy(String line, String status, String filter, String why)
            throws Exception {
        ScriptedOrigin origin = answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        set("/" + filter + "/trailer:x/1");
        String[] parts = line.split(" ");
        client().send(parts[0] + " http://" + origin.authority() + "/ " + parts[2] + "\r\nHost: x\r\n\r\n")
                .wire()
                .readHead();
        assertThat(notes()).containsEntry(Notes.RULES, "!modify-headers-1");
        assertThat(notes()).containsEntry(Notes.RULE_FAILURES, "modify-headers-1: " + why);
        assertThat(proxy.http().response().trailers()).isNull();
        assertThat(proxy.http().request().trailers()).isNull();
    }

    @Test
    void theValueOfAFileIsReadBeforeTheBody() throws Exception {
        Path file = Files.writeString(files.resolve("value"), "from a file\n");
        Path gone = Files.writeString(files.resolve("gone"), "x");
        ScriptedOrigin origin = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        set("|~s|trailer:X-F|@" + file, "|~s|trailer:X-G|@" + gone);
        Files.delete(gone);
        HttpAnswer answer = client().send(get(origin, "/")).response();
        assertThat(answer.trailers()).isEqualTo("X-F: from a file\r\n");
        assertThat(notes().get(Notes.RULES)).isEqualTo("!modify-headers-2 modify-headers-1");
        assertThat(notes().get(Notes.RULE_FAILURES))
                .startsWith("modify-headers-2: ")
                .contains("gone");
    }

    /** Of an event stream, people hold the head; the trailers follow the decision. Of another, they see the trailers. */
    @ParameterizedTest
    @CsvSource({"text/event-stream", "text/plain"})
    void withAHeldResponse(String type) throws Exception {
        proxy.options.set("intercept", "~s");
        ScriptedOrigin origin =
                answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: " + type + "\r\n\r\nok");
        set("/~s/trailer:X-Sum/4");
        RawClient client = client().send(get(origin, "/"));
        await().until(() -> !proxy.runtime().inFlight().held().isEmpty());
        HttpFlow held =
                (HttpFlow) holding.held().list().toCompletableFuture().get().get(0);
        assertThat(held.response().trailers() != null).isEqualTo(type.equals("text/plain"));
        holding.held().resume(held.id(), "ann").toCompletableFuture().get();
        HttpAnswer answer = client.response();
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.trailers()).isEqualTo("X-Sum: 4\r\n");
        assertThat(proxy.http().response().trailers()).isEqualTo(Headers.of("X-Sum", "4"));
        assertThat(notes().get(Notes.RULES)).isEqualTo("modify-headers-1");
    }

    @Test
    void ofGrpc() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(connection -> {
                    FrameServer.Request request = connection.request();
                    connection.headers(request.stream(), false, ":status", "200", "content-type", "application/grpc");
                    connection.data(request.stream(), false, new byte[5]);
                    connection.headers(request.stream(), true, "grpc-status", "0");
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        set("/~s/trailer:grpc-status/14", "/~s/trailer:Grpc-Message/later", "/~s/trailer:Connection/x");
        FrameClient.Answer answer =
                client.get(1, "localhost:" + origin.port(), "/").answer(1);
        assertThat(answer.trailers()).isEqualTo(Map.of("grpc-status", "14", "grpc-message", "later"));
        assertThat(notes().get(Notes.RULE_FAILURES)).contains("Connection is a field of one connection");
    }

    @Test
    void ofAnAnswer() throws Exception {
        Path file = Files.writeString(files.resolve("page"), "page");
        set("/~s/trailer:X-Sum/4");
        proxy.options.set("map-local", proxy.options.require("map-local").join(List.of("|/page|" + file)));
        HttpAnswer answer = client().send("GET http://mock.invalid/page HTTP/1.1\r\nHost: mock.invalid\r\n\r\n")
                .response();
        assertThat(answer.text()).isEqualTo("page");
        assertThat(answer.trailers()).isEqualTo("X-Sum: 4\r\n");
        assertThat(notes().get(Notes.RULES)).isEqualTo("map-local-1 modify-headers-1");
    }

    @Test
    void aFilterOnTheBodyIsDecidedOnlyIfTheBodyIsHeld() throws Exception {
        ScriptedOrigin origin = answering(EVENTS + "9\r\ndata: 1\n\n\r\n0\r\n\r\n");
        set("/~bs data/trailer:X-Sum/4");
        assertThat(client().send(get(origin, "/")).response().trailers()).isEmpty();
        assertThat(notes()).containsEntry(Notes.RULES, "!modify-headers-1");
        assertThat(notes().get(Notes.RULE_FAILURES)).contains("its filter tests the body");
    }
}
