package dev.steno.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.NewEvent;
import dev.steno.flow.Notes;
import dev.steno.hold.Holding;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that people put into event streams, on HTTP/1, 2 and 3. */
class EventInjectionTest extends ModeTest {
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";
    private static final NewEvent TICK = new NewEvent("mine", "tick", null, -1);
    private static final String TICK_TEXT = "event: tick\ndata: mine\n\n";

    private final Holding holding =
            new Holding(() -> proxy.runtime().heldBytes().held());
    private final Rules rules = new Rules();
    private final BlockingQueue<String> says = new LinkedBlockingQueue<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules, holding};
    }

    private String said() throws IOException {
        try {
            String text = says.poll(60, TimeUnit.SECONDS);
            assertThat(text).isNotNull();
            return text;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Sends what the test says, each text as a chunk; an empty one ends the stream. */
    private ScriptedOrigin streaming(String head) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            connection.send(head);
            for (String text = said(); !text.isEmpty(); text = said()) {
                connection.send(chunk(text));
            }
            connection.send("0\r\n\r\n");
        });
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private long flow() {
        await().until(() -> !proxy.runtime().inFlight().numbers().isEmpty());
        return proxy.runtime().inFlight().numbers().get(0);
    }

    private Flow inject(NewEvent event) throws Exception {
        return holding.held().inject(flow(), event, "ann").toCompletableFuture().get();
    }

    private void awaitRefusal(String why) {
        await().untilAsserted(() -> assertThatThrownBy(() -> inject(TICK)).hasMessageContaining(why));
    }

    private static String read(RawClient client, String text) throws IOException {
        String chunk = chunk(text);
        return new String(client.wire().readExactly(chunk.length()), UTF_8).replace(chunk, text);
    }

    @Test
    void atABorderTheClientSeesAnEventAtOnceAndBehindAnEventInProgressLater() throws Exception {
        RawClient client = client().send(get(streaming(STREAM), "/"));
        client.wire().readHead();
        inject(TICK);
        assertThat(read(client, TICK_TEXT)).isEqualTo(TICK_TEXT);
        says.add("data: 1\r\n");
        assertThat(read(client, "data: 1\r\n")).isEqualTo("data: 1\r\n");
        inject(TICK);
        says.add("\r\ndata: 2\r\n\r\n");
        for (String part : List.of("\r\n", TICK_TEXT, "data: 2\r\n\r\n")) {
            assertThat(read(client, part)).isEqualTo(part);
        }
        Flow now = inject(new NewEvent("last", null, "9", 10));
        assertThat(now.notes().metadata().get(Notes.INJECTED))
                .isEqualTo("at 0, 24 bytes, by ann; at 35, 24 bytes, by ann; at 70, 28 bytes, by ann");
        says.add("");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(new String(proxy.bytes(flow.response().body()), UTF_8))
                .isEqualTo(
                        TICK_TEXT + "data: 1\r\n\r\n" + TICK_TEXT + "data: 2\r\n\r\nid: 9\nretry: 10\ndata: last\n\n");
        assertThatThrownBy(() -> holding.held()
                        .inject(flow.id(), TICK, "ann")
                        .toCompletableFuture()
                        .get())
                .hasMessageContaining("flow " + flow.id());
    }

    @Test
    void anEventThatCameTooLateIsNoted() throws Exception {
        RawClient client = client().send(get(streaming(STREAM), "/"));
        client.wire().readHead();
        says.add("data: 1\n");
        read(client, "data: 1\n");
        inject(TICK);
        says.add("");
        assertThat(proxy.http().notes().metadata().get(Notes.INJECTED))
                .isEqualTo("not sent, 24 bytes, by ann: the response ended within an event");
    }

    @Test
    void anEventFollowsThoseThatRulesChanged() throws Exception {
        proxy.options.set("modify-body", proxy.options.require("modify-body").join(List.of("/data: 1/data: one")));
        RawClient client = client().send(get(streaming(STREAM), "/"));
        client.wire().readHead();
        says.add("data: 1\n\n");
        assertThat(read(client, "data: one\n\n")).isEqualTo("data: one\n\n");
        inject(TICK);
        assertThat(read(client, TICK_TEXT)).isEqualTo(TICK_TEXT);
        says.add("");
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("data: one\n\n" + TICK_TEXT));
        assertThat(proxy.bytes(flow.original().response().body())).isEqualTo(latin1("data: 1\n\n"));
        assertThat(flow.notes().metadata())
                .containsEntry(Notes.INJECTED, "at 11, 24 bytes, by ann")
                .containsEntry(Notes.RULES, "modify-body-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: text/event-stream\\nContent-Length: 99 | whose Content-Length is 99: an event would",
                "Content-Type: text/event-stream\\nContent-Encoding: br | coded as br: set anticomp",
                "Content-Type: application/json | is no event stream but application/json",
                "X-Type: none | is no event stream but has no Content-Type",
            })
    void aResponseThatCannotTakeAnEventIsLeftAsItIs(String fields, String why) throws Exception {
        String head = "HTTP/1.1 200 OK\r\n" + fields.replace("\\n", "\r\n") + "\r\n";
        RawClient client = client().send(get(
                streaming(head + (head.contains("Length") ? "\r\n" : "Transfer-Encoding: chunked\r\n\r\n")), "/"));
        client.wire().readHead();
        awaitRefusal(why);
        says.add("");
    }

    @Test
    void aHeldResponseIsResumedBefore() throws Exception {
        proxy.options.set("intercept", "~s");
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            assertThat(said()).isEqualTo("begin");
            connection.send(STREAM);
            assertThat(said()).isEmpty();
            connection.send("0\r\n\r\n");
        });
        RawClient client = client().send(get(origin, "/"));
        awaitRefusal("no response has begun");
        says.add("begin");
        await().until(() -> !proxy.runtime().inFlight().held().isEmpty());
        awaitRefusal("the response is held");
        holding.held().resume(flow(), "ann").toCompletableFuture().get();
        client.wire().readHead();
        inject(TICK);
        assertThat(read(client, TICK_TEXT)).isEqualTo(TICK_TEXT);
        says.add("");
    }

    @Test
    void onHttp2() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(connection -> {
                    FrameServer.Request request = connection.request();
                    connection.headers(request.stream(), false, ":status", "200", "content-type", "text/event-stream");
                    for (String text = said(); !text.isEmpty(); text = said()) {
                        connection.data(request.stream(), false, latin1(text));
                    }
                    connection.headers(request.stream(), true, "x-sum", "1");
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2")).get(1, "localhost:" + origin.port(), "/");
        client.await(FrameClient.HEADERS, 1);
        inject(TICK);
        assertThat(client.await(FrameClient.DATA, 1).payload()).isEqualTo(latin1(TICK_TEXT));
        says.add("data: 1\n");
        assertThat(client.await(FrameClient.DATA, 1).payload()).isEqualTo(latin1("data: 1\n"));
        inject(TICK);
        says.add("\n");
        says.add("");
        StringBuilder rest = new StringBuilder();
        while (rest.length() < 1 + TICK_TEXT.length()) {
            rest.append(new String(client.await(FrameClient.DATA, 1).payload(), UTF_8));
        }
        assertThat(rest).hasToString("\n" + TICK_TEXT);
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1))).containsEntry("x-sum", "1");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void onHttp3() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readRequest();
            connection.send(STREAM);
            for (String text = said(); !text.isEmpty(); text = said()) {
                connection.send(chunk(text));
            }
            connection.send("0\r\n\r\n");
        });
        restartWith(defaults -> in(settings(defaults), "reverse:http3://localhost:" + origin.port()), holding);
        Http3Caller caller =
                closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
        Http3Caller.Stream stream = caller.open().request("GET", "/").end();
        says.add("data: 1\n");
        await().until(() -> stream.text().equals("data: 1\n"));
        inject(TICK);
        says.add("\n");
        await().until(() -> stream.text().equals("data: 1\n\n" + TICK_TEXT));
        inject(TICK);
        await().until(() -> stream.text().equals("data: 1\n\n" + TICK_TEXT + TICK_TEXT));
        says.add("");
        await().until(stream::hasEnded);
    }
}
