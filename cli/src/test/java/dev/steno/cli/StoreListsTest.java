package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.json.JsonInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a shared store say who recorded a flow, in each of their formats. */
class StoreListsTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    @TempDir
    private Path folder;

    @BeforeEach
    void ship() throws Exception {
        for (String name : List.of("one.steno", "two.steno")) {
            assertThat(Call.steno("ship", SampleSession.write(folder.resolve(name)), url)
                            .code())
                    .isZero();
        }
    }

    private static String recorder(String line) {
        String[] cells = line.split("\t", -1);
        return cells[0] + " by " + cells[cells.length - 1];
    }

    @Test
    void inAPipeTheLastColumnIsTheRecorder() {
        List<String> first = Call.steno("ls", url, "-n", "20", "id = 1.1 | id = 2.1")
                .out()
                .lines()
                .map(StoreListsTest::recorder)
                .toList();
        assertThat(first).hasSize(2);
        assertThat(first.get(0)).startsWith("1.1 by one.steno on ");
        assertThat(first.get(1)).startsWith("2.1 by two.steno on ");
        // an order that is sorted, and rows that are decoded, as well
        assertThat(Call.steno("ls", url, "~h zzz | ~all", "-o", "size").out().lines())
                .hasSize(10)
                .allSatisfy(line -> assertThat(recorder(line))
                        .matches("1\\.\\d by one\\.steno on .*|2\\.\\d by two\\.steno on .*"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void inJsonTheRecorderIsAnObjectAlsoWithHeaders() throws Exception {
        for (List<Object> more : List.of(List.<Object>of("--json"), List.<Object>of("--json", "--headers"))) {
            Call call = Call.steno(
                    java.util.stream.Stream.concat(java.util.stream.Stream.of("ls", url, "id = 2.1"), more.stream())
                            .toArray());
            Map<String, Object> flow =
                    (Map<String, Object>) JsonInput.whole(call.out().getBytes(StandardCharsets.UTF_8));
            assertThat((Map<String, Object>) flow.get("recorder"))
                    .containsEntry("number", 2)
                    .containsEntry("file", "two.steno")
                    .containsKey("host");
        }
    }

    @Test
    void aWideTableHasAColumnAndANarrowOneTheNumber() {
        String wide = Call.onTerminal(160, "ls", url).text();
        assertThat(wide.lines().toList().get(0)).contains("recorder");
        assertThat(wide).contains("one.steno on ", "two.steno on ");
        String narrow = Call.onTerminal(100, "ls", url).text();
        assertThat(narrow).doesNotContain("recorder", "one.steno").contains(" 1.1 ", " 2.1 ");
        assertThat(narrow.lines())
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\u001b\\[[0-9;]*m", "")).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void anExportHasNoNamesOfRecorders() throws Exception {
        Path to = folder.resolve("all.jsonl");
        assertThat(Call.steno("export", url, "--format", "jsonl", "-o", to).code())
                .isZero();
        assertThat(Files.readString(to)).doesNotContain("one.steno", "\"recorder\"");
    }
}
