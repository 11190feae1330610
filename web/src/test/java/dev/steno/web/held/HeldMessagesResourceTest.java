package dev.steno.web.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.edit.DraftBodies;
import dev.steno.hold.Holding;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.http.Route;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held messages of a raw stream are listed, changed, sent and dropped one by one, over a real proxy. */
class HeldMessagesResourceTest extends ProxyTest {
    @TempDir
    Path folder;

    private Holding holding;
    private SessionServer api;
    private RawClient client;

    @Override
    protected Addon[] addons() {
        holding = new Holding(() -> 0);
        return new Addon[] {holding};
    }

    @BeforeEach
    void holdTheMessagesOfAStream() throws Exception {
        api = closing(new SessionServer(folder, session -> {
            List<Route> routes =
                    new ArrayList<>(new HeldResource(holding.held(), DraftBodies.AT_HAND, proxy.options).routes());
            routes.addAll(new HeldMessagesResource(holding.held()).routes());
            return routes;
        }));
        ScriptedOrigin origin = origin(connection -> {
            connection.send(new byte[] {(byte) 0xff, 1});
            connection.send("got " + connection.readText(6));
            connection.awaitEnd();
        });
        proxy.options.set("intercept", "~tcp");
        client = client().connect(origin.authority());
        client.send("\0raw");
        await().until(() -> holding.held().count() == 1);
        await().until(() ->
                holding.held().messages(1).toCompletableFuture().get().size() == 2);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return api.send("POST", path, body);
    }

    private long number(String from) throws Exception {
        return holding.held().messages(1).toCompletableFuture().get().stream()
                .filter(each -> each.direction().isFromClient() == from.equals("client"))
                .findFirst()
                .orElseThrow()
                .number();
    }

    @Test
    void eachMessageIsDecidedOnByItself() throws Exception {
        assertThat(api.get("/held"))
                .contains("\"id\":1,", "\"point\":\"messages\"", "\"method\":null", "\"status\":null")
                .containsPattern("\"url\":\"127.0.0.1:[0-9]+\"");
        assertThat(api.get("/held/1")).contains("\"kind\":\"tcp\"", "\"held\":{\"point\":\"messages\"");
        assertThat(api.get("/held/1/messages"))
                .contains("\"from\":\"client\",\"kind\":\"piece\",\"size\":4,\"edited\":false,\"text\":\"\\u0000raw\"")
                .contains("\"from\":\"server\",\"kind\":\"piece\",\"size\":2,\"edited\":false,\"base64\":\"/wE=\"");

        String one = "/held/1/messages/" + number("client");
        for (String wrong : List.of("{}", "{\"text\":\"a\",\"base64\":\"YQ==\"}", "{\"base64\":\"?\"}")) {
            assertThat(post(one + "/edit", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(post(one + "/edit", "{\"base64\":\"eWVzLCA=\"}").statusCode())
                .isEqualTo(200);
        assertThat(post(one + "/edit", "{\"text\":\"yes, 1\"}").statusCode()).isEqualTo(200);
        assertThat(api.get("/held/1/messages")).contains("\"edited\":true,\"text\":\"yes, 1\"");
        assertThat(post("/held/1/messages/" + number("server") + "/drop", "").statusCode())
                .isEqualTo(200);
        assertThat(post(one + "/resume", "").statusCode()).isEqualTo(200);
        HttpResponse<String> late = post(one + "/resume", "");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("is not held");

        await().until(() -> holding.held().count() == 1);
        assertThat(api.get("/held/1/messages")).contains("\"text\":\"got yes, 1\"");
        assertThat(post("/held/1/resume", "").statusCode()).isEqualTo(200);
        assertThat(client.wire().readText(10)).isEqualTo("got yes, 1");
    }

    @Test
    void whatIsOfARequestIsRefusedWithWhatToDo() throws Exception {
        HttpResponse<String> raw = api.send("GET", "/held/1/raw", "");
        assertThat(raw.statusCode()).isEqualTo(422);
        assertThat(raw.body()).contains("messages of a stream are held: name one by its number");
        assertThat(post("/held/1/edit", "{\"edits\":[{\"op\":\"method\",\"value\":\"PUT\"}]}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(post("/held/1/kill", "").statusCode()).isEqualTo(200);
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.tcp().holds().get(0).outcome().label()).isEqualTo("killed");
        assertThat(proxy.tcp().holds().get(0).by()).isEqualTo("Java-http-client");
    }
}
