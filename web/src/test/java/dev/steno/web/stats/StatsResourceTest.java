package dev.steno.web.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics and the tree over HTTP. */
class StatsResourceTest {
    @TempDir
    Path home;

    private RecordedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RecordedServer(home);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void theTimelineHasTheClassesOfStatusesAndTheBytes() throws Exception {
        assertThat(server.json("stats/timeline?buckets=1"))
                .startsWith("{\"from\":")
                .contains(
                        "\"s1\":0,\"s2\":3,\"s3\":1,\"s4\":1,\"s5\":1,\"other\":0,\"failed\":0,\"up\":0,\"down\":600}");
    }

    @Test
    void aFilterAndASpanOfTimeRestrictTheSelection() throws Exception {
        long third = (RecordedServer.START + 3 * RecordedServer.SECOND) / 1_000;
        assertThat(server.json("stats/timeline?buckets=1&filter=" + RecordedServer.encoded("host = a.test") + "&from="
                        + third))
                .contains("\"s2\":0,\"s3\":0,\"s4\":1,\"s5\":1");
        assertThat(server.json("stats/timeline?buckets=1&to=" + third)).contains("\"s2\":2,\"s3\":0,\"s4\":0,\"s5\":0");
    }

    @Test
    void aViewIsASelection() throws Exception {
        int view = server.openView("status >= 400");
        assertThat(server.json("stats/timeline?buckets=1&view=" + view))
                .contains("\"s2\":0,\"s3\":0,\"s4\":1,\"s5\":1");
        assertThat(server.json("stats/groups?set=@shown&view=" + view)).startsWith("{\"total\":2,");
        assertThat(server.get("stats/timeline?view=99").statusCode()).isEqualTo(404);
    }

    @Test
    void groupsHaveBytesQuantilesAndAFilter() throws Exception {
        assertThat(server.json("stats/groups?by=host&top=1"))
                .startsWith("{\"total\":6,\"keys\":2,\"groups\":[{\"key\":\"a.test\",\"flows\":4,\"errors\":2,"
                        + "\"request_bytes\":0,\"response_bytes\":400,\"p50\":19.")
                .contains("\"filter\":\"host = a.test\"}],\"other\":{\"key\":null,\"flows\":2,");
    }

    @Test
    void endpointsAreFolded() throws Exception {
        assertThat(server.json("stats/groups?by=template&top=1"))
                .contains("\"key\":\"GET a.test/items/{n}\",\"flows\":3,")
                .contains("\"filter\":\"method = GET & host = a.test & path ~ ");
    }

    @Test
    void failuresAreByStatusAndHost() throws Exception {
        assertThat(server.json("stats/groups?by=status-host"))
                .startsWith("{\"total\":2,\"keys\":2,")
                .contains("\"key\":[\"404\",\"a.test\"],\"flows\":1,", "\"key\":[\"500\",\"a.test\"],\"flows\":1,");
    }

    @Test
    void durationsAreBesideThoseOfAllFlows() throws Exception {
        assertThat(server.json("stats/durations?filter=" + RecordedServer.encoded("host = b.test")))
                .startsWith("{\"total\":2,\"looked\":2,\"of\":2,\"p50\":")
                .contains("\"flows\":0,\"all\":1}", "\"flows\":1,\"all\":1}");
    }

    @Test
    void partsOfDurationsAreMeasured() throws Exception {
        assertThat(server.json("stats/durations?part=ttfb&filter=" + RecordedServer.encoded("host = b.test")))
                .startsWith("{\"total\":2,\"looked\":2,\"of\":2,\"p50\":4.98,")
                .contains("\"flows\":2,\"all\":6}");
        assertThat(server.json("stats/durations?part=connect")).startsWith("{\"total\":1,\"looked\":6,\"of\":6,");
        assertThat(server.get("stats/durations?part=sleep").statusCode()).isEqualTo(400);
    }

    @Test
    void theWaterfallHasThePhasesOfASet() throws Exception {
        assertThat(server.json("stats/waterfall?set=@1,5"))
                .contains("\"lanes\":[{\"connection\":2,\"server\":\"a.test:443\"},{\"connection\":10,")
                .contains("\"flows\":[{\"id\":1,\"connection\":2,\"method\":\"GET\",\"host\":\"a.test\",")
                .contains("\"phases\":[{\"phase\":\"connect\",", "{\"phase\":\"wait\",", "{\"phase\":\"receive\",")
                .endsWith("\"more\":0}");
        assertThat(server.json("stats/waterfall?set=" + RecordedServer.encoded("host = b.test")))
                .contains("\"id\":5,", "\"id\":6,");
        assertThat(server.get("stats/waterfall?set=@nothing").statusCode()).isEqualTo(400);
    }

    @Test
    void theHeatMapHasARowForEachRangeOfDurations() throws Exception {
        assertThat(server.json("stats/heatmap?columns=2&rows=3"))
                .contains("\"rows\":[", "\"cells\":[[", "\"p50\":[", "\"p99\":[");
    }

    @Test
    void concurrencyCountsConnections() throws Exception {
        assertThat(server.json("stats/concurrency?buckets=1"))
                .contains("\"started\":6,\"handshakes\":1}]")
                .contains("\"connections\":[{\"connection\":\"127.0.0.1:40000\",\"server\":\"a.test:443\",\"flows\":6,"
                        + "\"serial\":true,");
    }

    @Test
    void repeatsWithinSomeSecondsAreListed() throws Exception {
        assertThat(server.json("stats/repeats?seconds=2"))
                .startsWith("{\"repeated\":1,\"requests\":1,\"groups\":[{\"method\":\"GET\","
                        + "\"url\":\"https://a.test/items/2\",\"flows\":2,\"first\":2,\"gap\":1000.0,\"request_bytes\":0,"
                        + "\"response_bytes\":200,");
    }

    @Test
    void theTreeOpensNodeByNode() throws Exception {
        assertThat(server.json("tree"))
                .startsWith(
                        "{\"nodes\":[{\"name\":\"a.test\",\"path\":\"a.test\",\"flows\":4,\"errors\":2,\"bytes\":400,")
                .contains("\"leaf\":false,\"filter\":\"host = a.test\"}")
                .endsWith("],\"more\":0}");
        assertThat(server.json("tree?path=a.test"))
                .contains("\"name\":\"items\",\"path\":\"a.test/items\",\"flows\":4,");
        assertThat(server.json("tree?path=a.test/items"))
                .contains("\"name\":\"{n}\",\"path\":\"a.test/items/{n}\",\"flows\":3,", "\"name\":\"/\",")
                .contains("\"leaf\":true");
    }

    @Test
    void aWrongFilterIsRefusedWithItsColumn() throws Exception {
        java.net.http.HttpResponse<String> refused =
                server.get("stats/timeline?filter=" + RecordedServer.encoded("status >>"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"column\":", "\"expected\":");
        assertThat(server.get("stats/groups?by=colour").body())
                .contains("flows cannot be grouped by colour, only by host, type, status");
    }
}
