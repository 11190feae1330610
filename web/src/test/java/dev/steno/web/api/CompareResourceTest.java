package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareResourceTest {
    @TempDir
    Path folder;

    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(folder, content -> new CompareResource(content).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static Body inline(String text) {
        return new Body.Inline(text.getBytes(StandardCharsets.UTF_8));
    }

    private void flow(long id, String path, String request, Body response, String... headers) throws Exception {
        server.flow(id, FlowState.COMPLETE, inline(request), path, response, headers);
    }

    @Test
    void flowsAreComparedPartByPart() throws Exception {
        flow(1, "/a?x=1&y=2", "{\"n\":1,\"m\":2}", inline("one\ntwo"), "Content-Type", "text/plain", "Server", "s");
        flow(2, "/b?y=2&x=9", "{\"m\":2,\"n\":3}", inline("one\n2"), "Server", "s", "Content-Type", "text/plain");
        String json = server.text("/flows/compare?ids=1,2");
        assertThat(json)
                .contains("{\"key\":\"path\",\"values\":[\"/a\",\"/b\"],\"same\":false}")
                .contains(
                        "{\"part\":\"query\",\"note\":\"\",\"omitted\":0,\"rows\":[{\"key\":\"x\",\"values\":[\"1\",\"9\"],\"same\":false},"
                                + "{\"key\":\"y\",\"values\":[\"2\",\"2\"],\"same\":true}]}")
                .contains("{\"key\":\"$.n\",\"values\":[\"1\",\"3\"],\"same\":false}")
                .contains("{\"key\":\"$.m\",\"values\":[\"2\",\"2\"],\"same\":true}")
                .contains("{\"part\":\"response headers\",\"note\":\"\",\"omitted\":0,\"rows\":["
                        + "{\"key\":\"content-type\",\"values\":[\"text/plain\",\"text/plain\"],\"same\":true},"
                        + "{\"key\":\"server\",\"values\":[\"s\",\"s\"],\"same\":true}]}")
                .contains("{\"part\":\"response body\",\"note\":\"\",\"omitted\":0,\"rows\":["
                        + "{\"key\":\"1\",\"values\":[\"one\",\"one\"],\"same\":true},"
                        + "{\"key\":\"2\",\"values\":[\"two\",\"2\"],\"same\":false}]}");
        assertThat(json).startsWith("{\"flows\":[{\"id\":1,");
    }

    @Test
    void revisionsOfAFlowAreCompared() throws Exception {
        flow(1, "/a", "{\"n\":1}", inline("one"));
        server.edit(1, request -> request.withBody(inline("{\"n\":2}")));
        server.edit(1, request -> request.withBody(inline("{\"n\":3}")));
        assertThat(server.text("/flows/compare?ids=1@original,1@1,1@2,1"))
                .contains("{\"key\":\"$.n\",\"values\":[\"1\",\"2\",\"3\",\"3\"],\"same\":false}")
                .contains(
                        "{\"part\":\"response body\",\"note\":\"\",\"omitted\":0,\"rows\":[{\"key\":\"1\",\"values\":[\"one\",\"one\",\"one\",\"one\"],\"same\":true}]}");
        assertThat(server.text("/flows/compare?ids=1@0,1@3"))
                .contains("\"status\":404", "flow 1 has no revision 3; its last one is 2");
        assertThat(server.text("/flows/compare?ids=1,1@first"))
                .contains("\"status\":400", "such as 12@original,12@0,12");
    }

    @Test
    void binaryBodiesAreComparedByTheirFirstDifference() throws Exception {
        byte[] one = new byte[700_000];
        byte[] other = one.clone();
        other[650_001] = 7;
        flow(1, "/", "", server.stored(one), "Content-Type", "image/png");
        flow(2, "/", "", server.stored(other), "Content-Type", "image/png");
        assertThat(server.text("/flows/compare?ids=1,2"))
                .contains(
                        "{\"key\":\"first difference, at byte 650,001\",\"values\":[\"00 00 00 00 00 00 00 00 00 00 00 00"
                                + " 00 00 00 00\",\"07 00 00 ");
        assertThat(server.text("/flows/compare?ids=1,1,1"))
                .contains("{\"key\":\"bytes\",\"values\":[\"equal\",\"equal\",\"equal\"],\"same\":true}");
    }

    /** A body is compared as the peer meant it: coded or not is no difference of its content. */
    @Test
    void codedBodiesAreDecoded() throws Exception {
        flow(1, "/", "", inline("{\"a\":1}"), "Content-Type", "application/json");
        flow(
                2,
                "/",
                "",
                new Body.Inline(BodyResourceTest.gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8))),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip");
        assertThat(server.text("/flows/compare?ids=1,2"))
                .contains("{\"key\":\"$.a\",\"values\":[\"1\",\"1\"],\"same\":true}")
                .contains("{\"key\":\"content-encoding\",\"values\":[null,\"gzip\"],\"same\":false}");
    }

    @Test
    void whatCannotBeComparedIsSaid() throws Exception {
        flow(1, "/", "", Body.NONE, "A", "b");
        assertThat(server.get("/flows/compare?ids=1").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/compare?ids=1,2,3,4,5").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/compare?ids=1,x").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/compare?ids=1,2").statusCode()).isEqualTo(404);
    }
}
