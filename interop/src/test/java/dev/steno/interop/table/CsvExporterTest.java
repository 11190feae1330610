package dev.steno.interop.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.interop.JsonTree;
import dev.steno.interop.RecordedSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of tables as they are written. */
class CsvExporterTest {
    @TempDir
    private Path folder;

    private RecordedSession session() throws Exception {
        RecordedSession session = new RecordedSession(folder.resolve("a.steno"));
        session.add(session.exchange(
                "GET", "/a,\"b\"", Headers.EMPTY, new byte[0], Headers.of("Content-Type", "=1+1"), new byte[] {1}));
        return session;
    }

    @Test
    void aValueWithSeparatorsIsQuotedAndAFormulaIsText() throws Exception {
        try (RecordedSession session = session()) {
            String[] lines = new String(session.export(new CsvExporter()), StandardCharsets.UTF_8).split("\r\n");

            assertThat(lines).hasSize(2);
            assertThat(lines[0]).startsWith("id,");
            assertThat(lines[1])
                    .startsWith("1,")
                    .contains("\"https://example.org/a,\"\"b\"\"\"")
                    .doesNotContain(",=1+1");
        }
    }

    @Test
    void aLineOfJsonHasTheHeaderFields() throws Exception {
        try (RecordedSession session = session()) {
            Object flow = JsonTree.parse(session.export(new JsonLinesExporter()));

            assertThat(JsonTree.at(flow, "status")).isEqualTo(200L);
            assertThat(JsonTree.at(flow, "response.headers.0.value")).isEqualTo("=1+1");
        }
    }
}
