package dev.steno.interop.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.interop.JsonTree;
import dev.steno.interop.RecordedSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans as they are written. */
class OtlpExporterTest {
    private static final String SPAN = "resourceSpans.0.scopeSpans.0.spans.0";

    @TempDir
    private Path folder;

    @Test
    void aSpanBelongsToTheTraceThatTheRequestNames() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "GET",
                    "/a?sig=abc&x=1",
                    Headers.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                    new byte[0],
                    Headers.EMPTY,
                    new byte[] {1, 2, 3}));

            Object span = JsonTree.at(JsonTree.parse(session.export(new OtlpExporter())), SPAN);

            assertThat(JsonTree.at(span, "traceId")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(JsonTree.at(span, "parentSpanId")).isEqualTo("b7ad6b7169203331");
            assertThat(JsonTree.at(span, "name")).isEqualTo("GET");
            assertThat(JsonTree.at(span, "kind")).isEqualTo(3L);
            assertThat(JsonTree.at(span, "endTimeUnixNano")).isEqualTo("1700000000153456789");
            assertThat((List<?>) JsonTree.at(span, "attributes"))
                    .extracting(each -> JsonTree.at(each, "key"), each -> JsonTree.at(each, "value"))
                    .contains(
                            tuple("url.full", "stringValue", "https://example.org/a?sig=REDACTED&x=1"),
                            tuple("http.response.status_code", "intValue", "200"),
                            tuple("http.response.body.size", "intValue", "3"));
        }
    }

    private static org.assertj.core.groups.Tuple tuple(String key, String type, String value) {
        return org.assertj.core.groups.Tuple.tuple(key, Map.of(type, value));
    }

    @Test
    void aSpanWithoutATraceGetsTheSameNumbersEachTime() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange("GET", "/", Headers.EMPTY, new byte[0], Headers.EMPTY, new byte[0]));

            byte[] first = session.export(new OtlpExporter());

            assertThat((String) JsonTree.at(JsonTree.parse(first), SPAN + ".traceId"))
                    .matches("[0-9a-f]{32}");
            assertThat(session.export(new OtlpExporter())).isEqualTo(first);
        }
    }
}
