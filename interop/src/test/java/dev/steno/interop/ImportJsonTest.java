package dev.steno.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportJsonTest {
    @TempDir
    private Path folder;

    @Test
    void anImportIsTheSameObjectForTheCommandLineAndTheApi() throws IOException {
        Path file = Files.writeString(
                folder.resolve("one.har"),
                "{\"log\":{\"version\":\"1.2\",\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"http://a.test/\"},"
                        + "\"response\":{\"status\":200},\"startedDateTime\":\"2026-01-02T03:04:05Z\"},"
                        + "{\"request\":{\"method\":\"GET\",\"url\":\"data:,x\"}}");

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            String json = new String(Json.bytes(out -> ImportJson.write(out, session.result)), StandardCharsets.UTF_8);

            assertThat(json)
                    .contains("\"file\":\"", "\"format\":\"har\",\"flows\":1,\"damage\":\"")
                    .contains(
                            "\"losses\":[{\"cause\":\"not-http\",\"meaning\":\"entries that are no HTTP (data:, blob:,"
                                    + " about: …)\",\"times\":1,\"first\":\"entry 2");
        }
    }
}
