package dev.steno.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.Call;
import dev.steno.cli.mcp.McpClientEnd;
import dev.steno.cli.run.LiveProxy;
import dev.steno.interop.Formats;
import dev.steno.testing.http1.ScriptedOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a thousand secrets in a file of another tool, none is in any file or answer of Steno, and equal ones have equal tokens. */
@Timeout(600)
class ThousandSecretsTest {
    private static final Pattern CURSOR = Pattern.compile("cursor \"([^\"]+)\"");

    @TempDir
    Path folder;

    @TempDir
    Path foreign;

    private PlantedHar planted;
    private Path har;

    @BeforeEach
    void plant() throws Exception {
        planted = new PlantedHar(1000);
        har = planted.write(foreign.resolve("foreign.har"));
        assertThat(planted.secrets()).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(planted.foundIn(foreign)).hasSizeGreaterThan(900); // those within base64 too
    }

    private static List<String> flags(String name) {
        return PlantedHar.RULES.stream().flatMap(rule -> Stream.of(name, rule)).toList();
    }

    /** A session with all secrets. */
    private Path plain() throws Exception {
        Path file = foreign.resolve("plain.steno");
        Call call = Call.steno("import", har, "-o", file);
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(planted.foundIn(Files.readAllBytes(file))).hasSizeGreaterThan(900);
        return file;
    }

    private Call inHome(String command, List<?> more) {
        return Call.inHome(folder.resolve("home"), command, more.toArray());
    }

    @Test
    void noneIsInTheFilesOfARunThatRecordsRedacted() throws Exception {
        List<String> flags = new ArrayList<>(flags("--redact"));
        flags.addAll(List.of("--log-file", folder.resolve("run.log").toString(), "-v"));
        String secret = planted.secrets().get(4); // the value of X-Key in the first entry
        ScriptedOrigin origin =
                ScriptedOrigin.plain(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        try (LiveProxy proxy = LiveProxy.start(folder, flags.toArray(new String[0]))) {
            String done = RunningApi.post(proxy, "/import?name=foreign.har", har);
            assertThat(done).contains("\"flows\":" + planted.flows());
            assertThat(planted.foundIn(done.getBytes(StandardCharsets.UTF_8))).isEmpty();
            var client = proxy.client();
            client.send("GET http://" + origin.authority() + "/same?token=" + secret + " HTTP/1.1\r\nHost: a\r\nX-Key: "
                    + secret + "\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(origin.received()).contains(secret);
            assertThat(planted.foundIn(folder)).as("while it runs").isEmpty();
            for (String path : List.of("/flows?limit=200", "/flows/1", "/export?format=har", "/log")) {
                assertThat(planted.foundIn(RunningApi.get(proxy, path).getBytes(StandardCharsets.UTF_8)))
                        .as(path)
                        .isEmpty();
            }
        } finally {
            origin.close();
        }
        assertThat(planted.foundIn(folder)).as("after its end").isEmpty();
        assertThat(Call.steno("verify", folder.resolve("work.steno")).code()).isZero();
        String all = Call.steno("export", folder.resolve("work.steno"), "--with-secrets", "--format", "har")
                .text();
        assertThat(planted.foundIn(all.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(token("\"name\":\\s*\"X-Key\",\\s*\"value\":\\s*\"~r.header.([0-9a-f]{8})~\"", all))
                .as("equal secrets of the import and of traffic")
                .isEqualTo(token("/same\\?token=~r.query.([0-9a-f]{8})~", all));
    }

    private static String token(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    @Test
    void noneIsInASessionThatIsImportedRedacted() throws Exception {
        Path file = folder.resolve("imported.steno");
        List<Object> words = new ArrayList<>(List.of(har, "-o", file, "--report", folder.resolve("report.json")));
        words.addAll(flags("--redact"));
        Call call = inHome("import", words);
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(planted.foundIn(folder)).isEmpty();
        String all = inHome("export", List.of(file, "--format", "jsonl", "--with-secrets"))
                .out();
        assertThat(planted.foundIn(all.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
        Call shown = Call.steno("show", file, "3", "--full");
        assertThat(shown.text()).contains("\u2039r:json:").contains("~r.regex.");
        assertThat(Call.steno("verify", file).code()).isZero();
    }

    @Test
    void noneIsInAnyExport() throws Exception {
        Path plain = plain();
        for (String format : Formats.exporterLabels().split(", ")) {
            Path out = folder.resolve("out." + format);
            List<Object> words = new ArrayList<>(List.of(plain, "--format", format, "-o", out));
            words.addAll(flags("--redact"));
            Call call = inHome("export", words);
            assertThat(call.code()).as(format + ": " + call.err()).isZero();
            assertThat(Files.size(out)).as(format).isPositive();
            assertThat(planted.foundIn(folder)).as(format).isEmpty();
        }
    }

    @Test
    void noneIsInASessionThatIsSavedOrRedacted() throws Exception {
        Path plain = plain();
        Path saved = folder.resolve("saved.steno");
        List<Object> words = new ArrayList<>(List.of(plain, saved));
        PlantedHar.RULES.forEach(rule -> words.add("--redact=" + rule));
        Call call = inHome("save", words);
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(planted.foundIn(folder)).isEmpty();
        Path copy = Files.copy(plain, folder.resolve("redacted.steno"));
        List<Object> more = new ArrayList<>(List.of(copy));
        more.addAll(PlantedHar.RULES);
        call = inHome("redact", more);
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(planted.foundIn(folder)).isEmpty();
    }

    @Test
    void noneIsInAnAnswerToAModel() throws Exception {
        List<Object> words = new ArrayList<>(List.of(plain()));
        words.addAll(flags("--redact"));
        StringBuilder all = new StringBuilder();
        try (McpClientEnd client = McpClientEnd.of(folder.resolve("home"), words.toArray())) {
            for (String cursor = ""; cursor != null; ) {
                String page = client.tool(
                        "flows_list", cursor.isEmpty() ? Map.of("limit", 50) : Map.of("limit", 50, "cursor", cursor));
                all.append(page);
                Matcher next = CURSOR.matcher(page.substring(page.lastIndexOf("</recorded")));
                cursor = next.find() ? next.group(1) : null;
            }
            for (int flow = 1; flow <= planted.flows(); flow++) {
                all.append(client.tool("flow_get", Map.of("flow", flow)));
                for (String part : List.of("request", "response")) {
                    all.append(client.tool("flow_body", Map.of("flow", flow, "part", part, "length", 16_384)));
                }
                all.append(client.tool("export", Map.of("flow", flow)));
                if (flow % 6 == 2) {
                    all.append(client.tool("messages_list", Map.of("flow", flow)));
                }
            }
            all.append(client.tool("flow_body", Map.of("flow", 4, "offset", 400_000)));
            all.append(client.tool("search", Map.of("text", "note", "limit", 100)));
            all.append(client.tool("flows_stats", Map.of("by", "path")));
            all.append(client.tool("diff", Map.of("a", 1, "b", 2)));
        }
        assertThat(all.toString()).contains("~r.bearer.", "~r.regex.", "~r.cookie.");
        assertThat(planted.foundIn(all.toString().getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(planted.foundIn(folder)).isEmpty();
    }
}
