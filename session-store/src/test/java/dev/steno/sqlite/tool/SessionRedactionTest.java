package dev.steno.sqlite.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.content.ContentDecoder;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.redact.Redacted;
import dev.steno.redact.RedactionRules;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StopAt;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.store.WriteBatch;
import dev.steno.testing.ByteSearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRedactionTest {
    private static final byte[] HOME = new byte[32];

    @TempDir
    Path folder;

    private static RedactionRules rules(String... specs) {
        return RedactionRules.parse(List.of(specs));
    }

    private static RedactionRules all() {
        return RedactionRules.parse(PlantedSecrets.RULES);
    }

    @Test
    void ofAThousandSecretsNoneIsInAnyByteOfTheRedactedSession() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets planted = PlantedSecrets.record(file, 1000);
        assertThat(planted.secrets()).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(planted.foundIn(folder)).hasSizeGreaterThan(600); // those within codings are not found by bytes

        SessionRedaction.Redacted result = SessionRedaction.redact(file, all(), HOME, Progress.NONE);

        assertThat(planted.foundIn(folder)).isEmpty();
        byte[] decoded = decoded(file).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new ByteSearch(planted.secrets()).in(decoded)).isEmpty();
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        assertThat(ToolSession.names(folder)).containsExactly("work.steno");
        assertThat(result.changed()).isEqualTo(result.flows());
        assertThat(result.counts().get("cookie:*")).isPositive();
        assertThat(result.searched()).isGreaterThanOrEqualTo(900);
    }

    /** All texts of a session, bodies without their codings. */
    private static String decoded(Path file) throws Exception {
        StringBuilder all = new StringBuilder();
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            for (Flow flow : reader.page(Place.START, 10_000, false)) {
                all.append(flow).append('\n');
                HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
                if (response != null) {
                    byte[] raw = reader.body(response.body()).readAllBytes();
                    byte[] plain = ContentDecoder.strict(1 << 24).decode(raw, response.headers());
                    all.append(new String(plain, StandardCharsets.ISO_8859_1)).append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    void equalSecretsHaveEqualTokensAndSizesStayTrue() throws Exception {
        Path file = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        HttpFlow one = Flows.complete(1);
        String json = "{\"token\":\"abc-DEF-123\"}";
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(one.withRequest(one.request().withHeaders(Headers.of("Cookie", "a=abc-DEF-123")))),
                new FlowEvent.Closed(Flows.complete(2, new Body.Inline(json.getBytes(StandardCharsets.UTF_8))))));
        store.close();

        SessionRedaction.redact(file, rules("cookie:a"), HOME, Progress.NONE);

        try (SessionReader reader = SqliteSessionReader.open(file)) {
            HttpFlow first = (HttpFlow) reader.flow(1).orElseThrow();
            HttpFlow second = (HttpFlow) reader.flow(2).orElseThrow();
            String token = first.request().headers().value(0).substring(2);
            Body body = Objects.requireNonNull(second.response()).body();
            String text = new String(reader.body(body).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).isEqualTo("{\"token\":\"" + token.replace("cookie", "copy") + "\"}");
            assertThat(body.trueSize()).isEqualTo(json.length());
            assertThat(Redacted.isRedacted(first)).isTrue();
            assertThat(Redacted.isRedacted(second)).isTrue();
        }
        assertThat(ToolSession.rows(file, "SELECT response_size FROM flow WHERE id = 2"))
                .containsExactly(json.length() + "|");
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void whatNoRuleConcernsStaysByteForByte() throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        List<String> before = ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id");
        List<String> bodies = ToolSession.rows(file, "SELECT * FROM body_chunk ORDER BY body, seq");
        List<String> messages = ToolSession.rows(file, "SELECT * FROM message ORDER BY flow, seq");

        SessionRedaction.Redacted result =
                SessionRedaction.redact(file, rules("auth", "cookies", "tokens"), HOME, Progress.NONE);

        assertThat(result.changed()).isZero();
        assertThat(ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id")).isEqualTo(before);
        assertThat(ToolSession.rows(file, "SELECT * FROM body_chunk ORDER BY body, seq"))
                .isEqualTo(bodies);
        assertThat(ToolSession.rows(file, "SELECT * FROM message ORDER BY flow, seq"))
                .isEqualTo(messages);
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void aSecondRedactionChangesNothing() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets.record(file, 60);
        SessionRedaction.redact(file, all(), HOME, Progress.NONE);
        List<String> before = ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id");

        SessionRedaction.Redacted again = SessionRedaction.redact(file, all(), HOME, Progress.NONE);

        assertThat(again.changed()).isZero();
        assertThat(ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id")).isEqualTo(before);
    }

    @Test
    void aSessionThatIsBeingRecordedIsRefusedAndCanBeSavedRedacted() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets planted = PlantedSecrets.record(file, 60);
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");

        assertThatThrownBy(() -> SessionRedaction.redact(file, all(), HOME, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("recording");
        Path out = Files.createDirectory(folder.resolve("out")).resolve("copy.steno");
        SessionRedaction.Redacted saved =
                SessionRedaction.save(file, out, FilterParser.parseOrAll("~s"), all(), HOME, false, Progress.NONE);

        assertThat(saved.flows()).isPositive();
        assertThat(planted.foundIn(out.getParent())).isEmpty();
        assertThat(SessionCheck.verify(out, Progress.NONE).counts()).isEmpty();
        store.close();
    }

    @Test
    void aCopyHasTheTokensOfItsSession() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets.record(file, 60);
        Path copy = folder.resolve("copy.steno");
        SessionRedaction.save(file, copy, Filter.ALL, all(), HOME, false, Progress.NONE);
        SessionRedaction.redact(file, all(), HOME, Progress.NONE);
        assertThat(ToolSession.rows(copy, "SELECT * FROM flow_pb ORDER BY id"))
                .isEqualTo(ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id"));
    }

    @Test
    void stoppedWorkLeavesTheSessionAsItWas() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets.record(file, 600);
        Map<String, String> before = ToolSession.digests(folder);
        assertThatThrownBy(() -> SessionRedaction.redact(file, all(), HOME, new StopAt(300)))
                .isInstanceOf(WorkStopped.class);
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aSecretInAPlaceThatCannotBeRedactedFailsTheRedactionAndLeavesTheSession() throws Exception {
        Path file = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        HttpFlow one = Flows.complete(1);
        store.commit(WriteBatch.of(new FlowEvent.Closed(
                one.withRequest(one.request().withHeaders(Headers.of("X-Key", "leaf of example.test"))))));
        store.close();
        Map<String, String> before = ToolSession.digests(folder);
        assertThatThrownBy(() -> SessionRedaction.redact(file, rules("header:x-key"), HOME, Progress.NONE))
                .hasMessageContaining("the session was not changed");
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aProcessKilledWhileItWritesLeavesTheSessionWhole() throws Exception {
        Path file = folder.resolve("work.steno");
        PlantedSecrets planted = PlantedSecrets.record(file, 300);
        List<String> flows = ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id");
        for (String step : List.of("searching", "redacting", "writing to the disk", "verifying")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RedactingProcess.class.getName(),
                            file.toString(),
                            step)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo(step);
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ToolSession.rows(file, "SELECT * FROM flow_pb ORDER BY id"))
                    .as("killed while %s", step)
                    .isEqualTo(flows);
        }
        SessionRedaction.redact(file, all(), HOME, Progress.NONE);
        assertThat(planted.foundIn(folder)).isEmpty();
        assertThat(ToolSession.names(folder)).containsExactly("work.steno");
    }
}
