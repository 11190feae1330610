package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.FilterParser;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.ImportMarks;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowBody;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;

/** Bodies that a foreign file has without their content coding, under header fields that name it. */
class DecodedBodyTest {
    @TempDir
    private Path folder;

    @Test
    void aBodyThatIsStoredDecodedIsReadSearchedAndPrintedAsItIs() throws Exception {
        String text = "a".repeat(100_000) + "needle";
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            HttpFlow flow = session.exchange(
                    "GET",
                    "/",
                    Headers.EMPTY,
                    new byte[0],
                    Headers.of("Content-Type", "text/plain", "Content-Encoding", "br"),
                    text.getBytes(StandardCharsets.US_ASCII));
            session.add(flow.withNotes(ImportMarks.with(flow.notes(), ImportMarks.RESPONSE_BODY, ImportMarks.DECODED)));
            session.session().awaitDurable();

            try (SessionReader reader = session.session().reader()) {
                HttpFlow stored = (HttpFlow) reader.flow(1).orElseThrow();
                List<Long> found = new ArrayList<>();
                reader.search(
                        FlowSearch.of(FilterParser.parse("~bs needle")), place -> found.add(place.flow()), () -> false);
                ByteArrayOutputStream printed = new ByteArrayOutputStream();
                try (JsonGenerator json = Json.on(printed)) {
                    new FlowJson(json).write(stored, List.of(), reader);
                }
                try (InputStream body =
                        DecodedBodies.open(reader, FlowBody.of(stored, false).orElseThrow())) {
                    assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                            .isEqualTo(text);
                }
                assertThat(found).containsExactly(1L);
                assertThat(JsonTree.at(JsonTree.parse(printed.toByteArray()), "response.body.text"))
                        .isEqualTo(text);
                assertThat(stored.response().headers().get("content-encoding")).isEqualTo("br");
            }
        }
    }
}
