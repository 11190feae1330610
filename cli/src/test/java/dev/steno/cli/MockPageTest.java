package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/mock.md} does what the page says; and {@code steno mock} as a process. */
@Timeout(600)
class MockPageTest {
    @TempDir
    Path folder;

    private static HttpFlow flow(long id, String path, String text) {
        long now = Times.now();
        Peer client = new Peer(0, new Endpoint("", 0), null, null, now, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                "GET", "http", "shop.invalid", 80, path, "HTTP/1.1", Headers.EMPTY, null, Body.NONE, now, now);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                Headers.of("Content-Type", "text/plain"),
                null,
                new Body.Inline(text.getBytes(StandardCharsets.UTF_8)),
                now,
                now);
        return new HttpFlow(
                id, 1, FlowState.COMPLETE, now, 1, client, null, request, response, List.of(), null, Notes.NONE, null);
    }

    private Path recorded() throws SessionException {
        Path file = folder.resolve("shop.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "steno test");
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(flow(1, "/cart?page=1", "cart 1\n")),
                new FlowEvent.Closed(flow(2, "/cart?page=1", "cart 2\n")),
                new FlowEvent.Closed(flow(3, "/cart?page=1", "cart 3\n")),
                new FlowEvent.Closed(flow(4, "/users/7", "ann\n"))));
        store.close();
        return file;
    }

    private static String ask(int proxy, String url, String host) throws Exception {
        try (RawClient client = RawClient.to(proxy)) {
            return client.send("GET " + url + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .response()
                    .text();
        }
    }

    @Test
    @InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        try (StenoProcess steno = StenoProcess.of("mock", folder, recorded().toString(), "--web", "0")) {
            steno.awaitCommands();
            Recipes recipes = new Recipes(folder, "PROXY=http://127.0.0.1:" + steno.port() + "\n");
            for (String block : Recipes.blocks("mock.md")) {
                for (String line : block.lines().toList()) {
                    recipes.check(line);
                }
            }
            steno.stop();
        }
    }

    @Test
    void theCommandAnswersOnlyWhatItsFilterMatchesAndServesProgramsThatKnowNoProxy() throws Exception {
        try (StenoProcess steno = StenoProcess.of(
                "mock",
                folder,
                recorded().toString(),
                "~u cart",
                "--reverse",
                "http://shop.invalid",
                "--order",
                "last")) {
            assertThat(ask(steno.port(), "/cart?page=1", "shop.invalid")).isEqualTo("cart 3\n");
            assertThat(ask(steno.port(), "/users/7", "shop.invalid")).startsWith("Steno mock: no recorded request");
            assertThat(steno.err()).contains("answers come from ").contains("(--mode strict)");
            steno.stop();
        }
    }

    @Test
    void anErrorOfAnOptionIsTheOnlyLine() throws Exception {
        Call call = Call.steno(
                "mock", recorded(), "--home", folder.resolve("other"), "--rules", folder.resolve("missing.rules"));

        assertThat(call.code()).isNotZero();
        assertThat(call.err().lines()).singleElement().asString().contains("missing.rules");
    }

    @Test
    void modeNewRecordsToTheSessionThatAnswers() throws Exception {
        Path session = folder.resolve("grows.steno");
        String url;
        try (AnsweringOrigin origin = AnsweringOrigin.plain(
                        (head, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[] {'o', 'k'}));
                StenoProcess steno = StenoProcess.of("mock", folder, session.toString(), "--mode", "new")) {
            url = "http://127.0.0.1:" + origin.port() + "/a";
            assertThat(ask(steno.port(), url, "127.0.0.1")).isEqualTo("ok");
            steno.stop();
        }
        try (StenoProcess steno = StenoProcess.of("mock", folder, session.toString(), "--mode=once")) {
            assertThat(ask(steno.port(), url, "127.0.0.1")).isEqualTo("ok");
            assertThat(ask(steno.port(), url + "b", "127.0.0.1"))
                    .contains("path segment 1: recorded \"a\", asked \"ab\"");
            steno.stop();
        }
    }

    @Test
    void aFileOfAnotherToolAnswersAndItsCopyIsGoneAtTheEnd() throws Exception {
        Path har = Files.writeString(folder.resolve("a.har"), """
                {"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": [{
                  "startedDateTime": "2024-01-02T03:04:05Z", "time": 1,
                  "request": {"method": "GET", "url": "http://shop.invalid/users/7", "httpVersion": "HTTP/1.1", "headers": []},
                  "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": [],
                    "content": {"size": 3, "mimeType": "text/plain", "text": "ann"}}}]}}
                """);
        try (StenoProcess steno = StenoProcess.of("mock", folder, har.toString())) {
            assertThat(ask(steno.port(), "http://shop.invalid/users/7", "shop.invalid"))
                    .endsWith("ann");
            assertThat(steno.temporaryFiles()).anyMatch(MockPageTest::isCopy);
            steno.terminate();
            assertThat(steno.temporaryFiles()).noneMatch(MockPageTest::isCopy);
        }
    }

    private static boolean isCopy(Path file) {
        return file.getFileName().toString().startsWith("steno-import-");
    }
}
