package dev.steno.web.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.web.flows.FlowResource;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.http.Route;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class RevisionsResourceTest {
    private static final String ISO = "\"[0-9T:.-]+Z\"";

    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> {
            List<Route> routes = new ArrayList<>(new FlowResource(session).routes());
            routes.addAll(new RevisionsResource(session).routes());
            return routes;
        });
        server.record(1, "/a", 200, 5_000_000);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aMessageIsOneTextThatCanBeEdited() throws Exception {
        HttpResponse<String> raw = server.send("GET", "/flows/1/raw?part=request", "");
        assertThat(raw.body())
                .startsWith("{\"id\":1,\"revision\":2,\"part\":\"request\",\"text\":\"GET http")
                .contains("HTTP/1.1\\n");
        assertThat(raw.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(server.get("/flows/1/raw?part=response")).contains("\"part\":\"response\"", "HTTP/1.1 200");
        assertThat(server.get("/flows/1/raw?part=trailer")).contains("part must be request or response, not trailer");
        assertThat(server.get("/flows/9/raw")).contains("there is no flow 9");
    }

    @Test
    void aFlowIsEditedShownAsItWasAndReverted() throws Exception {
        HttpResponse<String> edited = server.send(
                "POST",
                "/flows/1/edit",
                "{\"edits\":[{\"op\":\"method\",\"value\":\"PUT\"},{\"op\":\"header.set\",\"name\":\"X\",\"value\":\"1\"}],"
                        + "\"revision\":2}",
                "User-Agent",
                "editor/1.0");
        assertThat(edited.statusCode()).isEqualTo(200);
        assertThat(edited.headers().firstValue("ETag")).contains("\"3\"");
        assertThat(edited.body())
                .contains("\"method\":\"PUT\"", "{\"name\":\"X\",\"value\":\"1\"}", "\"changed\":true")
                .containsPattern("\"revisions\":\\[\\{\"n\":1,\"time\":" + ISO
                        + ",\"by\":\"editor\",\"what\":\"request method, header X\",\"comment\":null\\}\\]");
        HttpResponse<String> second = server.send(
                "POST",
                "/flows/1/edit",
                "{\"edits\":[{\"op\":\"status\",\"value\":503},{\"op\":\"body\",\"text\":\"busy\"}]}",
                "If-Match",
                "\"3\"");
        assertThat(second.body()).contains("\"status\":503", "\"response\":{\"size\":4,");

        assertThat(server.get("/flows/1?revision=1")).contains("\"method\":\"PUT\"", "\"status\":200", "\"n\":2");
        assertThat(server.get("/flows/1?revision=0")).contains("\"method\":\"GET\"", "\"status\":200");
        assertThat(server.get("/flows/1?revision=original")).contains("\"method\":\"GET\"", "\"status\":200");
        assertThat(server.get("/flows/1?revision=9"))
                .contains("\"status\":404", "flow 1 has no revision 9; its last one is 2");

        HttpResponse<String> reverted = server.send("POST", "/flows/1/revert", "{\"to\":1}");
        assertThat(reverted.body()).contains("\"method\":\"PUT\"", "\"status\":200", "reverted to revision 1: ");
        assertThat(server.send("POST", "/flows/1/revert", "").body()).contains("\"method\":\"GET\"");
        assertThat(server.get("/flows/1/revisions"))
                .containsPattern("^\\{\"revisions\":\\[\\{\"n\":1,.*\"n\":4,.*\\]\\}$");
    }

    @Test
    void anEditKeepsTheCommentOfItsAuthor() throws Exception {
        String edits = "\"edits\":[{\"op\":\"method\",\"value\":\"PUT\"}]";
        assertThat(server.send("POST", "/flows/1/edit", "{" + edits + ",\"comment\":\" as in the\\nmanual \"}")
                        .body())
                .contains("\"what\":\"request method\",\"comment\":\"as in the manual\"");
        assertThat(server.send("POST", "/flows/1/revert", "{\"to\":0,\"comment\":\"it was right\"}")
                        .body())
                .contains("\"what\":\"reverted: request method\",\"comment\":\"it was right\"");
        assertThat(server.send("POST", "/flows/1/edit", "{" + edits + ",\"comment\":\"" + "x".repeat(1_001) + "\"}")
                        .body())
                .contains("\"status\":422", "the comment has 1001 characters, and at most 1000 are kept");
        assertThat(server.send("POST", "/flows/1/edit", "{" + edits + ",\"comment\":1}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyOfFiveMebibytesIsEdited() throws Exception {
        String text = "\\u00e4\\\"".repeat(5 << 18);
        HttpResponse<String> edited =
                server.send("POST", "/flows/1/edit", "{\"edits\":[{\"op\":\"body\",\"text\":\"" + text + "\"}]}");
        assertThat(edited.body()).contains("\"request\":{\"size\":" + (3 * (5 << 18)) + ",");
        HttpResponse<String> larger = server.send(
                "POST", "/flows/1/edit", "{\"edits\":[{\"op\":\"body\",\"text\":\"" + "x".repeat(16 << 20) + "\"}]}");
        assertThat(larger.body()).contains("\"status\":413", "an edit has at most 16 MiB of JSON");
    }

    @Test
    void whetherAFlowWasChangedOnItsWayIsTold() throws Exception {
        assertThat(server.get("/flows/1")).contains("\"changed\":false,\"changed_on_its_way\":false");
        String put = "{\"edits\":[{\"op\":\"method\",\"value\":\"PUT\"}]}";
        assertThat(server.send("POST", "/flows/1/edit", put).body())
                .contains("\"changed\":true,\"changed_on_its_way\":false");
        HttpFlow sent = SessionServer.open(2, "GET", "/b", Headers.of("Host", "b"), Body.NONE);
        server.session.accept(new FlowEvent.Opened(sent));
        HttpFlow changed = new HttpFlow(
                2,
                2,
                FlowState.COMPLETE,
                sent.started(),
                1,
                sent.client(),
                sent.server(),
                sent.request().withHeaders(Headers.of("Host", "b", "X", "1")),
                null,
                List.of(),
                null,
                sent.notes(),
                null,
                List.of(),
                sent);
        server.session.accept(new FlowEvent.Closed(changed));
        assertThat(server.get("/flows/2")).contains("\"changed\":true,\"changed_on_its_way\":true");
        assertThat(server.send("POST", "/flows/2/edit", put).body())
                .contains("\"changed\":true,\"changed_on_its_way\":true");
        assertThat(server.get("/flows/2?revision=0"))
                .contains("{\"name\":\"X\",\"value\":\"1\"}", "\"method\":\"GET\"");
        assertThat(server.get("/flows/2?revision=original")).doesNotContain("{\"name\":\"X\"", "PUT");
    }

    @Test
    void whatCannotBeDoneIsRefusedWithTheReason() throws Exception {
        String put = "{\"edits\":[{\"op\":\"method\",\"value\":\"PUT\"}]}";
        assertThat(server.send("POST", "/flows/1/edit", put, "If-Match", "\"1\"")
                        .body())
                .contains("\"status\":412", "flow 1 was changed meanwhile: it is at revision 2");
        assertThat(server.send("POST", "/flows/1/edit", put, "If-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(server.send("POST", "/flows/7/edit", put).body()).contains("\"status\":404", "there is no flow 7");
        assertThat(server.send("POST", "/flows/1/edit", "{\"edits\":[{\"op\":\"method\",\"value\":\"P T\"}]}")
                        .body())
                .contains("\"status\":422");
        assertThat(server.send("POST", "/flows/1/edit", "{\"edits\":[],\"part\":\"head\"}")
                        .body())
                .contains("\"status\":400", "part must be request or response, not head");
        assertThat(server.send("POST", "/flows/1/revert", "{\"to\":0.5}").body())
                .contains("\"status\":400", "to must be original or the number of an edit, not 0.5");
        assertThat(server.send("POST", "/flows/1/revert", "{\"to\":1}").body())
                .contains("\"status\":422", "flow 1 has no revision 1; its last one is 0");
        server.session.accept(
                new FlowEvent.Opened(SessionServer.open(2, "GET", "/b", Headers.of("Host", "b"), Body.NONE)));
        assertThat(server.send("POST", "/flows/2/edit", put).body())
                .contains("\"status\":409", "flow 2 is in progress");
        assertThat(server.get("/flows/1/revisions")).isEqualTo("{\"revisions\":[]}");
        assertThat(server.get("/flows/7/revisions")).contains("\"status\":404");
    }
}
