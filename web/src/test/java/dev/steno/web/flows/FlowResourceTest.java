package dev.steno.web.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class FlowResourceTest {
    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new FlowResource(session).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aFlowIsThatOfTheCommandLineWithItsRevision() throws Exception {
        server.record(1, "/a", 200, 5_000_000);

        HttpResponse<String> answer = server.send("GET", "/flows/1", "");

        assertThat(answer.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(answer.body())
                .startsWith("{\"id\":1,\"kind\":\"http\",")
                .contains(
                        "\"request\":{\"path\":\"/a\",\"version\":\"HTTP/1.1\",\"headers\":"
                                + "[{\"name\":\"Host\",\"value\":\"example.test\"}],\"trailers\":null}",
                        "\"revision\":2,\"changed\":false,\"changed_on_its_way\":false,\"bodies\":{\"request\":{\"size\":0,",
                        "\"response\":{\"size\":2,\"recorded\":2,\"complete\":true,\"lack\":null,\"codings\":[],"
                                + "\"type\":\"text/plain\"}}");
        assertThat(server.send("GET", "/flows/1", "", "If-None-Match", "\"2\"").statusCode())
                .isEqualTo(304);
        assertThat(server.get("/flows/2")).contains("\"status\":404", "there is no flow 2");
        assertThat(server.get("/flows/x")).contains("\"status\":404");
    }

    @Test
    void theOriginalIsWhatThePeersSent() throws Exception {
        HttpFlow sent = SessionServer.open(1, "GET", "/sent", Headers.of("A", "1"), Body.NONE);
        HttpFlow edited = SessionServer.open(1, "PUT", "/edited", Headers.of("A", "2"), Body.NONE);
        server.session.accept(new FlowEvent.Opened(new HttpFlow(
                1,
                1,
                edited.state(),
                edited.started(),
                edited.duration(),
                edited.client(),
                null,
                edited.request(),
                null,
                edited.interim(),
                null,
                edited.notes(),
                sent)));

        assertThat(server.get("/flows/1")).contains("\"method\":\"PUT\"", "\"changed\":true");
        assertThat(server.get("/flows/1?revision=original"))
                .contains("\"method\":\"GET\"", "/sent", "\"value\":\"1\"", "\"changed\":true");
        assertThat(server.get("/flows/1?revision=3")).contains("\"status\":404");
        assertThat(server.get("/flows/1?revision=x")).contains("\"status\":400");
    }

    @Test
    void notesAreChangedUnlessSomeoneElseDid() throws Exception {
        server.record(1, "/a", 200, 1);

        HttpResponse<String> first =
                server.send("PATCH", "/flows/1", "{\"comment\":\"seen\",\"mark\":\"*\"}", "If-Match", "\"2\"");
        HttpResponse<String> late = server.send("PATCH", "/flows/1", "{\"comment\":\"late\"}", "If-Match", "\"2\"");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("ETag")).contains("\"3\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("it is at revision 3; read it again");
        assertThat(server.get("/flows/1")).contains("\"comment\":\"seen\"", "\"mark\":\"*\"");
        assertThat(server.send("PATCH", "/flows/1", "{\"comment\":null}").body())
                .contains("\"comment\":\"\"", "\"mark\":\"*\"");
        assertThat(server.send("PATCH", "/flows/1", "{\"status\":200}").body())
                .contains("only mark and comment can be changed, not status");
        assertThat(server.send("PATCH", "/flows/1", "{\"mark\":1}").body()).contains("mark must be a text or null");
    }

    @Test
    void aFlowIsCopied() throws Exception {
        byte[] form = "a=b".getBytes(StandardCharsets.US_ASCII);
        HttpFlow flow = SessionServer.open(
                1, "POST", "/a?b", Headers.of("Host", "example.test", "Content-Length", "3"), new Body.Inline(form));
        server.session.accept(new FlowEvent.Opened(flow));

        assertThat(server.get("/flows/1/copy?as=url")).isEqualTo("http://example.test/a?b");
        assertThat(server.get("/flows/1/copy?as=raw"))
                .isEqualTo("POST /a?b HTTP/1.1\r\nHost: example.test\r\nContent-Length: 3\r\n\r\na=b");
        assertThat(server.get("/flows/1/copy"))
                .isEqualTo("curl --globoff --path-as-is 'http://example.test/a?b' --http1.1 -H 'User-Agent:'"
                        + " -H 'Accept:' -H 'Content-Type:' -H 'Expect:' --data-raw 'a=b'\n");
        assertThat(server.get("/flows/1/copy?as=raw-response")).contains("\"status\":409", "has no response");
        assertThat(server.get("/flows/1/copy?as=fax"))
                .contains("as must be one of curl, url, raw, raw-response, httpie");
    }
}
