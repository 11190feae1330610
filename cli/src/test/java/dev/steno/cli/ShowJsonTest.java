package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A complete flow for programs. */
class ShowJsonTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws IOException {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void theObjectBeginsWithTheKeysOfTheListAndIsOneLine() {
        for (int id = 1; id <= 5; id++) {
            String row =
                    Call.steno("ls", session, "--json").out().lines().toList().get(id - 1);
            Call call = Call.steno("show", session, id, "--json");
            assertThat(call.code()).isZero();
            assertThat(call.out())
                    .startsWith(row.substring(0, row.length() - 1))
                    .endsWith("}\n");
            assertThat(call.out().lines()).hasSize(1);
        }
    }

    @Test
    void noObjectHasAKeyTwice() {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        for (int id = 1; id <= 5; id++) {
            String object =
                    Call.steno("show", session, id, "--json", "--bodies").out();
            try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), object)) {
                while (parser.nextToken() != null) {
                    assertThat(parser.currentToken()).isNotNull();
                }
            }
        }
    }

    @Test
    void headersKeepTheirOrderAndCase() {
        assertThat(Call.steno("show", session, 1, "--json").out())
                .contains("\"request\":{\"path\":\"/data?q=1\",\"version\":\"HTTP/1.1\",\"headers\":["
                        + "{\"name\":\"Host\",\"value\":\"example.org\"},{\"name\":\"Accept\",\"value\":\"*/*\"}],")
                .contains("\"response\":{\"version\":\"HTTP/1.1\",\"status\":200,\"reason\":\"OK\",\"headers\":["
                        + "{\"name\":\"Content-Type\",\"value\":\"application/json; charset=utf-8\"},");
    }

    @Test
    void timesAndConnectionsAreGiven() {
        assertThat(Call.steno("show", session, 1, "--json").out())
                .contains("\"timings\":{\"connect\":0,\"tls\":0,\"send\":0.000001,\"wait\":null,\"receive\":0.000001}")
                .contains("\"server_connection\":{\"address\":\"example.org:443\",\"ip\":\"192.0.2.1:443\"")
                .contains("\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"TLS_AES_128_GCM_SHA256\"");
    }

    @Test
    void bodiesAreGivenIfAskedFor() {
        assertThat(Call.steno("show", session, 1, "--json").out()).doesNotContain("\"body\"");
        assertThat(Call.steno("show", session, 1, "--json", "--bodies").out())
                .contains("\"body\":{\"size\":68,\"recorded\":68,\"complete\":true,\"text\":\"{\\\"name\\\":\\\"steno");
        assertThat(Call.steno("show", session, 3, "--json", "--bodies").out())
                .contains("\"base64\":\"" + Base64.getEncoder().encodeToString(SampleSession.LARGE) + "\"");
    }

    @Test
    void aFlowWithoutAResponseAndAStreamHaveTheSameKeys() {
        assertThat(Call.steno("show", session, 2, "--json").out()).contains("\"response\":null,");
        assertThat(Call.steno("show", session, 4, "--json").out())
                .contains(
                        "\"request\":null,\"response\":null,\"interim\":null,\"websocket\":null,\"holds\":[],\"timings\":{");
    }

    @Test
    void nothingOutsideAsciiIsWritten() {
        Call call = Call.steno("show", session, 5, "--json", "--bodies");
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(call.out())).isTrue();
        assertThat(call.out()).doesNotContain("\u001b");
    }

    @Test
    void anOptionThatWouldHaveNoEffectIsAWrongCall() {
        assertThat(Call.steno("show", session, 1, "--json", "--request").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("show", session, 1, "--bodies").err()).contains("--bodies belongs to --json");
    }
}
