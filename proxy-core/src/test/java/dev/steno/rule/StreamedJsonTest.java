package dev.steno.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rules that change JSON in bodies that pass while they arrive. */
class StreamedJsonTest extends ModeTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: ";
    private static final String PADDING = " ".repeat(40);

    private final Rules rules = new Rules();
    private final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();

    @Override
    protected Addon[] addons() {
        return new Addon[] {rules};
    }

    private void set(String... texts) {
        proxy.options.set("rules-body", "32");
        proxy.options.set("modify-body", proxy.options.require("modify-body").join(List.of(texts)));
    }

    private void awaitTurn() throws IOException {
        try {
            assertThat(turns.poll(60, TimeUnit.SECONDS)).isNotNull();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private Map<String, String> notes() {
        return proxy.http().notes().metadata();
    }

    @Test
    void linesAreChangedOneByOne() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(
                    CHUNKED + "application/x-ndjson\r\n\r\n" + chunk(PADDING + "\n{\"n\": 1, \"s\": \"a\"}\n{\"n\""));
            awaitTurn();
            connection.send(chunk(": 2}\n{\"n\": 3}") + "0\r\n\r\n");
        });
        set("/~s/json:$.s/", "/~s/merge:$/{\"m\":true}", "/~s/true/yes");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        String first = PADDING + "\n{\"n\": 1,\"m\":yes}\n";
        assertThat(client.wire().readText(chunk(first).length())).isEqualTo(chunk(first));
        turns.add(true);
        HttpFlow flow = proxy.http();
        assertThat(new String(proxy.bytes(flow.response().body()), UTF_8))
                .isEqualTo(first + "{\"n\": 2,\"m\":yes}\n{\"n\": 3,\"m\":yes}");
        assertThat(notes().get(Notes.RULES)).isEqualTo("modify-body-1 modify-body-2 modify-body-3");
        assertThat(rules.list().get(1).tally().hits()).isEqualTo(1);
        assertThat(new String(proxy.bytes(flow.original().response().body()), UTF_8))
                .contains("{\"n\": 1, \"s\": \"a\"}\n");
    }

    /** A document that is not followed by anything is sent though its body has not ended. */
    @Test
    void aDocumentIsSentOnceItIsComplete() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "application/json\r\n\r\n" + chunk(PADDING + "{\n \"n\"") + chunk(": [1,\n2]}"));
            awaitTurn();
        });
        set("/~s/json:$.n[0]/7");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        String sent = chunk(PADDING) + chunk("{\n \"n\": [7,\n2]}");
        assertThat(client.wire().readText(sent.length())).isEqualTo(sent);
        turns.add(true);
    }

    @Test
    void aCodedDocument() throws Exception {
        Headers headers = Headers.of("Content-Encoding", "gzip");
        byte[] body = ContentEncoder.encode((PADDING + "{\"n\": 1}").getBytes(UTF_8), headers)
                .bytes();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
        });
        set("/~s/json:$.n/2");
        proxy.options.set("rules-body", "16");
        HttpAnswer answer = client().send(get(origin, "/")).response();
        assertThat(new String(ContentDecoder.strict(1 << 20).decode(answer.body(), headers), UTF_8))
                .isEqualTo(PADDING + "{\"n\": 2}");
        assertThat(notes().get(Notes.RULES)).isEqualTo("modify-body-1");
    }

    @Test
    void aRequestOnHttp2() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(connection -> {
                    FrameServer.Request request = connection.request();
                    while (!connection.await(FrameClient.DATA).endsStream()) {
                        assertThat(request.ends()).isFalse();
                    }
                    connection.headers(request.stream(), true, ":status", "204");
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        set("/~q/json:$.n/2");
        client.post(1, "localhost:" + origin.port(), "/").data(1, false, latin1(PADDING + "{\"n\""));
        assertThat(client.data(1, true, latin1(": 1}")).answer(1).status()).isEqualTo(204);
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(latin1(PADDING + "{\"n\": 2}"));
    }

    @Test
    void aValueLargerThanTheLimitPassesAndTheFlowSaysWhy() throws Exception {
        String body = "{\"n\": 1, \"text\": \"" + PADDING + "\"}";
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        set("/~s/json:$.n/2", "/1/3");
        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo(body.replace('1', '3'));
        assertThat(notes())
                .containsEntry(Notes.RULES, "!modify-body-1 modify-body-2")
                .containsEntry(
                        Notes.RULE_FAILURES, "modify-body-1: a JSON value of the body is larger than rules-body");
    }

    /** Said while the stream is open, since it may have no end. */
    @Test
    void ofAnEventStreamTheFlowSaysThatItIsNotJson() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(CHUNKED + "text/event-stream\r\n\r\n" + chunk("data: {\"n\": 1}\n\n"));
            awaitTurn();
            connection.send("0\r\n\r\n");
        });
        set("/~s/json:$.n/2", "/~s/merge:$/{}", "/~s/1/3");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        String event = chunk("data: {\"n\": 3}\n\n");
        assertThat(client.wire().readText(event.length())).isEqualTo(event);
        long open = proxy.runtime().inFlight().numbers().get(0);
        await().untilAsserted(() -> assertThat(proxy.runtime()
                        .inFlight()
                        .get(open)
                        .current()
                        .toCompletableFuture()
                        .get()
                        .notes()
                        .metadata())
                .containsEntry(Notes.RULES, "!modify-body-1 !modify-body-2 modify-body-3"));
        turns.add(true);
        String why = ": an event stream is not JSON; an expression changes the data of its events";
        assertThat(notes())
                .containsEntry(Notes.RULES, "!modify-body-1 !modify-body-2 modify-body-3")
                .containsEntry(Notes.RULE_FAILURES, "modify-body-1" + why + "; modify-body-2" + why);
    }
}
