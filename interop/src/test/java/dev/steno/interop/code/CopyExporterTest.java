package dev.steno.interop.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.interop.Formats;
import dev.steno.interop.RecordedSession;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.Redactor;
import dev.steno.testing.process.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several flows as code. */
class CopyExporterTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    @TempDir
    private Path folder;

    private String export(RecordedSession session, String format, Redactor redactor) throws Exception {
        return new String(
                session.export(Formats.exporter(format).orElseThrow(), "", ExportOptions.NONE, redactor),
                StandardCharsets.US_ASCII);
    }

    @Test
    void flowsFollowOneAnotherEachUnderAComment() throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange("GET", "/a", Headers.EMPTY, new byte[0], JSON, new byte[0]));
            session.add(session.exchange("TRACE", "/b\n\u00e9", Headers.EMPTY, new byte[0], JSON, new byte[0]));
            session.add(session.exchange("POST", "/c", JSON, new byte[] {'{', '}'}, JSON, new byte[0]));

            assertThat(export(session, "fetch", Redactor.NONE))
                    .contains(
                            "// flow 1: GET https://example.org/a\n",
                            "// flow 2: TRACE https://example.org/b\\n\\xe9\n"
                                    + "// left out: fetch cannot send the method TRACE; copy the request as raw\n",
                            "// flow 3: POST https://example.org/c\n",
                            "body: \"{}\"");
            assertThat(export(session, "curl", Redactor.NONE))
                    .startsWith("#!/bin/sh\n# flow 1: GET https://example.org/a\ncurl ");
            assertThat(export(session, "raw", Redactor.NONE)).startsWith("GET /a HTTP/1.1\r\n\r\nTRACE /b");
            assertThat(export(session, "url", Redactor.NONE))
                    .startsWith("https://example.org/a\nhttps://example.org/b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"curl", "httpie", "fetch", "python", "python-requests", "powershell", "raw", "k6", "openapi"})
    void secretsAreNotInTheCode(String format) throws Exception {
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "POST",
                    "/login?access_token=hunter2",
                    Headers.of(
                            "Authorization",
                            "Bearer hunter2",
                            "Cookie",
                            "sid=hunter2",
                            "Content-Type",
                            "application/x-www-form-urlencoded"),
                    "user=me&password=hunter2".getBytes(StandardCharsets.US_ASCII),
                    JSON,
                    "{\"password\":\"hunter2\"}".getBytes(StandardCharsets.US_ASCII)));

            assertThat(export(session, format, Redactor.NONE))
                    .as("with secrets")
                    .contains(format.equals("openapi") ? "login" : "hunter2");
            assertThat(export(session, format, Redactor.usual(RedactionKey.of(new byte[32], "test"))))
                    .as("redacted")
                    .contains("login")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aScriptOfK6IsAModule() throws Exception {
        Program node = Program.need("node");
        try (RecordedSession session = new RecordedSession(folder.resolve("a.steno"))) {
            session.add(session.exchange(
                    "GET",
                    "/",
                    Headers.of("Sec-Fetch-Mode", "navigate"),
                    new byte[0],
                    Headers.of("Content-Type", "text/html"),
                    new byte[0]));
            session.add(session.exchange(
                    "GET",
                    "/a.png",
                    Headers.of("Referer", "https://example.org/"),
                    new byte[0],
                    Headers.of("Content-Type", "image/png"),
                    new byte[1]));
            session.add(session.exchange(
                    "POST",
                    "/\"`${x}\u00e2\u0080\u00a8",
                    Headers.of("X-A", "'\"\\", "x-a", "2"),
                    new byte[] {0, (byte) 0xff},
                    JSON,
                    new byte[0]));
            String all = export(session, "k6", Redactor.NONE);
            Path script = Files.writeString(folder.resolve("k6.mjs"), all);

            assertThat(node.call("--check", script).said()).isEmpty();
            assertThat(all)
                    .contains(
                            "group(\"GET https://example.org/\", function () {",
                            "encoding.b64decode(\"AP8=\")",
                            "/a.png");
            byte[] without = session.export(
                    Formats.exporter("k6").orElseThrow(), "", new ExportOptions(0, false, true), Redactor.NONE);
            assertThat(new String(without, StandardCharsets.US_ASCII)).doesNotContain("/a.png");
        }
    }
}
