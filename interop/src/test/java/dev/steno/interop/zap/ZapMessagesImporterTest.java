package dev.steno.interop.zap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZapMessagesImporterTest {
    static final String FIRST =
            "==== 12 ==========\r\nPOST http://a.test/1 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\n"
                    + "a=\nb\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello\r\n";

    @TempDir
    Path folder;

    private ImportedSession imported(String text) throws IOException {
        return ImportedSession.of(Files.write(folder.resolve("messages.txt"), text.getBytes(ISO_8859_1)), folder);
    }

    private static String body(ImportedSession session, int index) throws IOException {
        return new String(session.bytes(session.http(index).response().body()), ISO_8859_1);
    }

    @Test
    void aMessageIsItsHeadsAndBodies() throws IOException {
        try (ImportedSession session = imported("\n" + FIRST)) {
            HttpFlow flow = session.http(0);
            assertThat(flow.request().url()).isEqualTo("http://a.test/1");
            assertThat(new String(session.bytes(flow.request().body()), ISO_8859_1))
                    .isEqualTo("a=\nb");
            assertThat(body(session, 0)).isEqualTo("hello");
            assertThat(flow.notes().metadata()).containsEntry("import.place", "message 12");
            assertThat(flow.notes().metadata()).containsEntry("import.body.response", "text");
        }
    }

    @Test
    void aByteOrderMarkHidesNoMessage() throws IOException {
        try (ImportedSession session = imported("\u00EF\u00BB\u00BF" + FIRST)) {
            assertThat(body(session, 0)).isEqualTo("hello");
            assertThat(session.result.losses().times(Loss.DETAILS)).isZero();
        }
    }

    @Test
    void aFileThatEndsWithTheLineBeforeAMessageKeepsTheOthers() throws IOException {
        for (String cut : List.of("=== 13 ==========", "=== 13 ==========\r", "=== 13 ==========" + " ".repeat(80))) {
            try (ImportedSession session = imported(FIRST + cut)) {
                assertThat(body(session, 0)).isEqualTo("hello");
                assertThat(session.result.losses().times(Loss.NO_REQUEST)).isEqualTo(1);
            }
        }
    }

    @Test
    void linesMayEndEitherWayAndTheMarkHasThreeOrFourSigns() throws IOException {
        String text = "===1==========\nGET http://a.test/1 HTTP/1.1\n\n\nHTTP/1.1 200 OK\n\n<p>\n\n=== not a mark\n\n"
                + "==== 2 ==========\nGET http://a.test/2 HTTP/1.1\n\n\nHTTP/1.1 404 Not Found\n\n\n";

        try (ImportedSession session = imported(text)) {
            assertThat(body(session, 0)).isEqualTo("<p>\n\n=== not a mark\n");
            assertThat(session.http(1).response().status()).isEqualTo(404);
            assertThat(body(session, 1)).isEmpty();
        }
    }

    @Test
    void aLengthThatDoesNotFitIsNoLength() throws IOException {
        String text =
                "==== 1 ==========\nGET http://a.test/1 HTTP/1.1\n\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nlonger text\n"
                        + "==== 2 ==========\nGET http://a.test/1 HTTP/1.1\n\n\nHTTP/1.1 200 OK\nContent-Length: 200\n\nshorter\n";

        try (ImportedSession session = imported(text)) {
            assertThat(body(session, 0)).isEqualTo("longer text");
            assertThat(body(session, 1)).isEqualTo("shorter");
        }
    }

    @Test
    void aMessageWithoutAResponseFailed() throws IOException {
        try (ImportedSession session = imported("==== 1 ==========\nGET http://a.test/1 HTTP/1.1\n\n\n\n" + FIRST)) {
            assertThat(session.http(0).state()).isEqualTo(FlowState.FAILED);
            assertThat(body(session, 1)).isEqualTo("hello");
        }
    }
}
