package dev.steno.web.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.DraftBodies;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.web.flows.SessionServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each resource about held messages, over a real proxy that holds requests of a real client. */
class HeldResourceTest extends ProxyTest {
    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private Holding holding;
    private SessionServer api;
    private ScriptedOrigin origin;

    @Override
    protected Addon[] addons() {
        holding = new Holding(() -> 0);
        return new Addon[] {holding};
    }

    @BeforeEach
    void serve() throws Exception {
        api = closing(new SessionServer(
                folder, session -> new HeldResource(holding.held(), DraftBodies.AT_HAND, proxy.options).routes()));
        origin = origin(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head);
                connection.send(OK);
            }
        });
    }

    private void intercept(String filter) {
        proxy.options.changeWhileRunning(Map.of("intercept", filter));
    }

    /** Sends a request that is held, and returns its client. */
    private RawClient held(String path) throws IOException {
        int before = holding.held().count();
        RawClient client = client();
        client.send(get(origin, path));
        await().until(() -> holding.held().count() == before + 1);
        return client;
    }

    private HttpResponse<String> post(String path, String body, String... fields) throws Exception {
        return api.send("POST", path, body, fields);
    }

    private Hold only(HttpFlow flow) {
        assertThat(flow.holds()).hasSize(1);
        return flow.holds().get(0);
    }

    @Test
    void heldMessagesAreListedOldestFirstWithTheFilter() throws Exception {
        assertThat(api.get("/held")).isEqualTo("{\"held\":[],\"intercept\":{\"filter\":\"\",\"active\":true}}");
        intercept("~q & ~u /held");
        held("/held/1");
        HttpResponse<String> one = api.send("GET", "/held", "");
        held("/held/2");

        String both = api.get("/held");
        assertThat(both)
                .contains(
                        "\"point\":\"request\"", "\"why\":\"~q & ~u /held\"", "\"deadline\":null", "\"method\":\"GET\"")
                .contains("\"status\":null", "\"changed\":false", "\"intercept\":{\"filter\":\"~q & ~u /held\"");
        assertThat(both.indexOf("/held/1")).isPositive().isLessThan(both.indexOf("/held/2"));
        String tag = one.headers().firstValue("ETag").orElseThrow();
        assertThat(api.send("GET", "/held", "", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        String now = api.send("GET", "/held", "").headers().firstValue("ETag").orElseThrow();
        assertThat(api.send("GET", "/held", "", "If-None-Match", now).statusCode())
                .isEqualTo(304);
    }

    @Test
    void aResumedRequestIsSentAndSaysByWhom() throws Exception {
        intercept("~q");
        RawClient client = held("/");
        assertThat(received).isEmpty();
        HttpResponse<String> done = post("/held/1/resume", "", "User-Agent", "steno hold/1.0");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(only(proxy.http()).outcome()).isEqualTo(Hold.Outcome.RESUMED);
        assertThat(only(proxy.http()).by()).isEqualTo("steno hold");

        HttpResponse<String> late = post("/held/1/resume", "{}");
        assertThat(late.statusCode()).isEqualTo(404);
        assertThat(late.body()).contains("flow 1 is not in progress");
    }

    @Test
    void aPassingFlowIsNotHeldAndItsNextMessageCanBe() throws Exception {
        intercept("~q & ~u first");
        RawClient client = held("/first");
        HttpResponse<String> next = post("/held/1/resume", "{\"and_response\":true}");
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        await().until(() -> api.get("/held").contains("\"point\":\"response\""));
        assertThat(api.get("/held")).contains("\"why\":\"asked for\"", "\"status\":200");
        assertThat(api.get("/held/1")).contains("\"status\":200");
        assertThat(post("/held/resume", "").body()).isEqualTo("{\"count\":1}");
        assertThat(client.response().text()).isEqualTo("ok");
    }

    @Test
    void changedIsAboutTheHeldMessageAndTheTagChangesWithTheList() throws Exception {
        intercept("~q");
        RawClient client = held("/");
        Set<String> tags = new HashSet<>();
        assertThat(list(tags)).contains("\"point\":\"request\"", "\"changed\":false");
        String edit = "{\"edits\":[{\"op\":\"header.set\",\"name\":\"X-New\",\"value\":\"1\"}]}";
        assertThat(post("/held/1/edit", edit).statusCode()).isEqualTo(200);
        assertThat(list(tags)).contains("\"changed\":true");

        post("/held/1/resume", "{\"and_response\":true}");
        await().until(() -> api.get("/held").contains("\"point\":\"response\""));
        assertThat(list(tags)).contains("\"changed\":false");
        assertThat(post("/held/1/edit", edit).statusCode()).isEqualTo(200);
        assertThat(list(tags)).contains("\"changed\":true");

        post("/held/1/resume", "");
        assertThat(client.response().field("X-New")).isEqualTo("1");
        list(tags);
        intercept("~s");
        list(tags);
        assertThat(tags).hasSize(6);
        list(tags);
        assertThat(tags).as("unchanged").hasSize(6);
    }

    /** Reads the list, and keeps its tag. */
    private String list(Set<String> tags) throws Exception {
        HttpResponse<String> list = api.send("GET", "/held", "");
        tags.add(list.headers().firstValue("ETag").orElseThrow());
        return list.body();
    }

    @Test
    void aFlowThatIsInProgressButNotHeldIsRefused() throws Exception {
        ScriptedOrigin silent = origin(connection -> {
            received.add(connection.readHead());
            connection.readHead();
        });
        client().send(get(silent, "/"));
        await().until(() -> !received.isEmpty());
        HttpResponse<String> refused = post("/held/1/drop", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("flow 1 is not held");
        assertThat(api.send("GET", "/held/1", "").statusCode()).isEqualTo(409);
        assertThat(post("/hold/1", "").body()).isEqualTo("{\"id\":1}");
        assertThat(post("/hold/77", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anEditIsBasedOnARevisionAndSent() throws Exception {
        intercept("~q");
        RawClient client = client();
        client.send("POST http://" + origin.authority() + "/old HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nuser");
        await().until(() -> holding.held().count() == 1);
        HttpResponse<String> raw = api.send("GET", "/held/1/raw", "");
        assertThat(raw.body()).contains("\"part\":\"request\"", "POST http://" + origin.authority() + "/old", "user\"");
        String tag = raw.headers().firstValue("ETag").orElseThrow();

        String edits = "{\"edits\":[{\"op\":\"header.set\",\"name\":\"X-New\",\"value\":\"1\"},"
                + "{\"op\":\"body\",\"text\":\"another\"}]}";
        HttpResponse<String> done = api.send("PATCH", "/held/1", edits, "If-Match", tag);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("\"changed\":true", "\"X-New\"");
        HttpResponse<String> stale = api.send("PATCH", "/held/1", edits, "If-Match", tag);
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stale.body()).contains("changed meanwhile", "based on revision " + tag.replace("\"", ""));
        assertThat(api.send("PATCH", "/held/1", edits, "If-Match", "\"x\"").statusCode())
                .isEqualTo(412);
        for (String wrong : List.of(
                "{\"edits\":[{\"op\":\"melt\"}]}",
                "{\"edits\":{}}",
                "{\"edits\":[{\"op\":\"header.set\",\"name\":\"a\",\"value\":\"b\\r\\nc: d\"}]}",
                "{\"edits\":[{\"op\":\"status\",\"value\":200}]}")) {
            HttpResponse<String> refused = api.send("PATCH", "/held/1", wrong);
            assertThat(refused.statusCode()).as(wrong + refused.body()).isEqualTo(422);
        }
        String text = api.get("/held/1/raw").replaceAll("^.*\"text\":", "").replaceAll("}$", "");
        HttpResponse<String> sent =
                post("/held/1/resume", "{\"edits\":[{\"op\":\"raw\",\"value\":" + text.replace("/old", "/new") + "}]}");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(received.poll()).startsWith("POST /new HTTP/1.1").contains("X-New: 1", "Content-Length: 7");
        assertThat(only(proxy.http()).outcome()).isEqualTo(Hold.Outcome.EDITED);
    }

    @Test
    void aDroppedRequestGetsAPage() throws Exception {
        intercept("~q");
        RawClient client = held("/");
        assertThat(post("/held/1/drop", "", "User-Agent", "curl/8.5").statusCode())
                .isEqualTo(200);
        HttpAnswer page = client.response();
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.text()).contains("dropped by curl");
        assertThat(received).isEmpty();
    }

    @Test
    void aKilledRequestIsCutOff() throws Exception {
        intercept("~q");
        RawClient client = held("/");
        assertThat(post("/held/1/kill", "{\"how\":\"melt\"}").statusCode()).isEqualTo(400);
        assertThat(post("/held/1/kill", "{\"how\":\"close\"}").statusCode()).isEqualTo(200);
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(only(proxy.http()).outcome()).isEqualTo(Hold.Outcome.KILLED);
    }

    @Test
    void anAnswerByHandReachesTheClient() throws Exception {
        intercept("~q");
        RawClient client = held("/");
        for (String wrong : List.of(
                "{\"status\":99}",
                "{\"status\":204,\"body\":\"x\"}",
                "{\"status\":200,\"headers\":[[\"a b\",\"c\"]]}",
                "{\"status\":200,\"headers\":[[\"a\",\"b\\r\\nc: d\"]]}",
                "{\"status\":200,\"reason\":\"a\\nb\"}")) {
            HttpResponse<String> refused = post("/held/1/answer", wrong);
            assertThat(refused.statusCode()).as(wrong + refused.body()).isEqualTo(422);
        }
        for (String wrong :
                List.of("{}", "{\"status\":200,\"headers\":{}}", "{\"status\":200,\"body_base64\":\"?\"}")) {
            assertThat(post("/held/1/answer", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        post(
                "/held/1/answer",
                "{\"status\":418,\"reason\":\"Teapot\",\"headers\":[[\"X-By\",\"hand\"]],\"body_base64\":\"AAH/\"}");
        HttpAnswer answer = client.response();
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.head()).contains("418 Teapot", "X-By: hand", "3");
        assertThat(answer.body()).containsExactly(0, 1, 0xff);
        assertThat(only(proxy.http()).outcome()).isEqualTo(Hold.Outcome.ANSWERED);
    }
}
