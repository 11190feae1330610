package dev.steno.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.Call;
import dev.steno.cli.mcp.McpClientEnd;
import dev.steno.cli.run.LiveProxy;
import dev.steno.testing.http1.ScriptedOrigin;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the machine is redacted by the options of the run, of the session and of the home folder. */
@Timeout(300)
class ExitRedactionTest {
    private static final String SECRET = "acct-0123456789";
    private static final String RULE = "regex:acct-[0-9]+";

    @TempDir
    Path folder;

    private ScriptedOrigin origin;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.plain(
                ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                        + SECRET.length() + "\r\n\r\n" + SECRET));
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    /** Records one flow with the secret in its request and its response. */
    private LiveProxy recorded(String... flags) throws Exception {
        LiveProxy proxy = LiveProxy.start(folder, flags);
        assertThat(proxy.post(origin, "/pay?from=" + SECRET, "to=" + SECRET)
                        .response()
                        .text())
                .isEqualTo(SECRET);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Call.steno("ls", proxy.session(), "-f", "state = complete", "--json")
                        .out()
                        .contains("/pay"));
        return proxy;
    }

    private Call export(String format, Object... more) {
        Object[] words = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {
                    "export", folder.resolve("work.steno"), "--home", folder.resolve("home"), "--format", format
                },
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return Call.steno(words);
    }

    @Test
    void aSessionThatWasRecordedForRedactionAtItsExitIsRedactedByEveryExit() throws Exception {
        try (LiveProxy proxy = recorded("--redact", RULE, "--redact-at", "exit")) {
            assertThat(RunningApi.get(proxy, "/export?format=har"))
                    .doesNotContain(SECRET)
                    .contains("~r.regex.");
            assertThat(RunningApi.get(proxy, "/flows")).contains(SECRET);
        }
        Path session = folder.resolve("work.steno");
        assertThat(Files.readString(session, StandardCharsets.ISO_8859_1)).contains(SECRET);
        assertThat(export("har").text()).doesNotContain(SECRET).contains("~r.regex.");
        assertThat(export("har", "--with-secrets").text()).contains(SECRET);

        Path copy = folder.resolve("copy.steno");
        assertThat(Call.steno("save", session, copy).code()).isZero();
        assertThat(Call.inHome(folder.resolve("home"), "export", copy, "--format", "curl")
                        .text())
                .as("a copy keeps the rules")
                .contains("curl")
                .doesNotContain(SECRET);
        Path given = folder.resolve("given.steno");
        assertThat(Call.inHome(folder.resolve("home"), "save", session, given, "--redact")
                        .code())
                .isZero();
        assertThat(Files.readString(given, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        try (McpClientEnd client = McpClientEnd.of(folder.resolve("home"), session)) {
            assertThat(client.tool("flow_get", Map.of("flow", 1)))
                    .contains("~r.regex.")
                    .doesNotContain(SECRET);
        }
        Call redacted = Call.inHome(folder.resolve("home"), "redact", session);
        assertThat(redacted.code()).as(redacted.err()).isZero();
        assertThat(Files.readString(session, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
    }

    @Test
    void flowsThatAreCopiedIntoAnotherSessionStayUnderTheRulesOfTheirs() throws Exception {
        recorded("--redact", RULE, "--redact-at", "exit").close();
        Path source = folder.resolve("work.steno");

        Path imported = Files.createDirectory(folder.resolve("imported"));
        try (LiveProxy proxy = LiveProxy.start(imported)) {
            assertThat(RunningApi.post(proxy, "/import?name=work.steno", source))
                    .contains("\"flows\":1");
            assertThat(RunningApi.get(proxy, "/export?format=har"))
                    .contains("~r.regex.")
                    .doesNotContain(SECRET);
        }
        assertThatItKeepsTheRule(imported.resolve("work.steno"));

        Path loaded = Files.createDirectory(folder.resolve("loaded"));
        try (LiveProxy proxy = LiveProxy.start(loaded)) {
            Call load = Call.inHome(proxy.home(), "call", "view.flows.load", source);
            assertThat(load.code()).as(load.err()).isZero();
            Path selection = loaded.resolve("selection.steno");
            Call save = Call.inHome(proxy.home(), "call", "session.save", selection, "state = complete");
            assertThat(save.code()).as(save.err()).isZero();
            assertThatItKeepsTheRule(selection);
        }
        assertThatItKeepsTheRule(loaded.resolve("work.steno"));

        Path merged = folder.resolve("merged.steno");
        Call merge = Call.steno("merge", "-o", merged, source);
        assertThat(merge.code()).as(merge.err()).isZero();
        assertThatItKeepsTheRule(merged);
        Path selection = folder.resolve("selection.steno");
        assertThat(Call.steno("save", merged, selection, "-f", "state = complete")
                        .code())
                .isZero();
        assertThatItKeepsTheRule(selection);
    }

    /** Exports a session from a home folder that knows no rule. */
    private void assertThatItKeepsTheRule(Path session) throws Exception {
        Path home = Files.createDirectories(folder.resolve("another-home"));
        assertThat(Files.readString(session, StandardCharsets.ISO_8859_1)).contains(SECRET);
        assertThat(Call.inHome(home, "export", session, "--format", "har").text())
                .contains("~r.regex.")
                .doesNotContain(SECRET);
    }

    @Test
    void whatACommandImportsStaysUnderTheRulesOfTheConfiguration() throws Exception {
        recorded().close();
        Path har = folder.resolve("work.har");
        assertThat(export("har", "--with-secrets", "-o", har).code()).isZero();
        Path made = folder.resolve("made.steno");
        Path before = folder.resolve("before.steno");
        Path home = folder.resolve("home");
        assertThat(Call.inHome(home, "import", har, "-o", before).code()).isZero();
        Files.writeString(home.resolve("config.toml"), "redact = ['" + RULE + "']\nredact-at = 'exit'\n");

        assertThat(Call.inHome(home, "import", har, "-o", made).code()).isZero();
        assertThat(Call.inHome(home, "import", har, "-o", before, "--append").code())
                .isZero();

        assertThatItKeepsTheRule(made);
        assertThatItKeepsTheRule(before);
    }

    @Test
    void aSessionWithRulesThatAreNotKnownIsNotImported() throws Exception {
        recorded("--redact", RULE, "--redact-at", "exit").close();
        Path source = folder.resolve("work.steno");
        breakTheRules(source);
        try (LiveProxy proxy = LiveProxy.start(Files.createDirectory(folder.resolve("other")))) {
            HttpResponse<byte[]> answer =
                    RunningApi.send(proxy, "POST", "/import?name=work.steno", BodyPublishers.ofFile(source));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("cannot read", "smell:bad");
            assertThat(RunningApi.get(proxy, "/export?format=har")).doesNotContain("/pay");
        }
    }

    private static void breakTheRules(Path session) throws Exception {
        try (var sqlite = java.sql.DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = sqlite.createStatement()) {
            statement.execute("UPDATE meta SET value = 'smell:bad' WHERE name = 'redact-at-exit'");
        }
    }

    @Test
    void rulesOfTheConfigurationHoldForCommandsOnAnySession() throws Exception {
        recorded().close();
        Path config = folder.resolve("home").resolve("config.toml");
        assertThat(export("har").text()).contains(SECRET);
        Files.writeString(config, "redact = ['" + RULE + "']\nlisten = 0\n");
        assertThat(export("har").text()).doesNotContain(SECRET);
        Files.writeString(config, "redact = ['" + RULE + "']\nredact-at = 'record'\n");
        assertThat(export("har").text()).contains(SECRET);
        assertThat(export("har", "--redact", RULE).text()).doesNotContain(SECRET);
        Files.writeString(config, "redact = ['json:a']\n");
        Call wrong = export("har");
        assertThat(wrong.code()).isNotZero();
        assertThat(wrong.err()).contains("config.toml:1").contains("json:a");
    }

    @Test
    void aSessionWithRulesThatAreNotKnownIsNotExported() throws Exception {
        recorded("--redact", RULE, "--redact-at", "exit").close();
        breakTheRules(folder.resolve("work.steno"));
        Call call = export("har");
        assertThat(call.code()).isNotZero();
        assertThat(call.err()).contains("cannot read").contains("smell:bad");
        assertThat(export("har", "--with-secrets").code()).isZero();
    }
}
