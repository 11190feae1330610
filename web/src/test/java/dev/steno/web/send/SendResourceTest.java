package dev.steno.web.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.replay.ClientReplay;
import dev.steno.replay.ReplayOptions;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.web.flows.SessionServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program sends requests through the API, over a real proxy. */
class SendResourceTest extends ProxyTest {
    @TempDir
    Path folder;

    private final Session session = new Session(new RecordBudget(8 << 20));
    private SessionServer api;
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        return new Addon[] {session};
    }

    @BeforeEach
    void serve() throws Exception {
        ClientReplay replay = new ClientReplay(
                () -> session,
                () -> proxy.server().localClients(),
                () -> new ReplayOptions(List.of(), 1),
                SqliteSessionReader::open,
                Runnable::run);
        api = closing(new SessionServer(
                folder, session, proxy.runtime().sequences(), recorded -> new SendResource(replay).routes()));
        origin = origin(ScriptedOrigin.answering(OK));
    }

    private HttpResponse<String> send(String json) throws Exception {
        return api.send("POST", "/send", json);
    }

    private HttpFlow sent(String json) throws Exception {
        HttpResponse<String> answer = send(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        long id = Long.parseLong(answer.body().replaceAll("[^0-9]", ""));
        return (HttpFlow) await().until(
                        () -> proxy.flows().stream()
                                .filter(flow -> flow.id() == id)
                                .findFirst()
                                .orElse(null),
                        flow -> flow != null && flow.state() != FlowState.OPEN);
    }

    @Test
    void aNewRequestIsSentAndItsFlowIsNamed() throws Exception {
        HttpFlow flow = sent("{\"method\":\"POST\",\"url\":\"http://" + origin.authority()
                + "/a\",\"headers\":[[\"Host\",\"example.org\"],[\"X-A\",\"1\"],[\"X-A\",\"2\"]],\"body\":\"abc\"}");

        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(origin.received())
                .isEqualTo("POST /a HTTP/1.1\r\nHost: example.org\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\nabc");
    }

    @Test
    void aUrlSufficesForAGet() throws Exception {
        sent("{\"url\":\"http://" + origin.authority() + "\"}");

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
    }

    @Test
    void aRecordedRequestIsSentWithChangesAndLinkedToItsFlow() throws Exception {
        HttpFlow first = sent("{\"url\":\"http://" + origin.authority() + "/a\"}");

        HttpFlow second = sent("{\"of\":" + first.id()
                + ",\"method\":\"PUT\",\"body_base64\":\"AAE=\",\"edits\":[{\"op\":\"url\",\"value\":\"/b\"}]}");

        assertThat(second.notes().replayOf()).hasValue(first.id());
        assertThat(second.request().method()).isEqualTo("PUT");
        assertThat(second.request().path()).isEqualTo("/b");
        assertThat(proxy.bytes(second.request().body())).isEqualTo(new byte[] {0, 1});
    }

    @Test
    void whatCannotBeSentIsRefusedWithTheReason() throws Exception {
        assertThat(send("{}").body()).contains("url is missing");
        assertThat(send("{}").statusCode()).isEqualTo(400);
        assertThat(send("{\"url\":\"/a\"}").statusCode()).isEqualTo(422);
        assertThat(send("{\"url\":\"/a\"}").body()).contains("not an absolute URL");
        assertThat(send("{\"of\":99}").body()).contains("there is no flow 99");
        assertThat(send("{\"of\":\"x\"}").statusCode()).isEqualTo(400);
        assertThat(send("{\"url\":\"http://a/\",\"edits\":{}}").statusCode()).isEqualTo(400);
        assertThat(send("{\"url\":\"http://a/\",\"headers\":[[\"A b\",\"1\"]]}").statusCode())
                .isEqualTo(422);
        assertThat(proxy.flows()).isEmpty();
    }
}
