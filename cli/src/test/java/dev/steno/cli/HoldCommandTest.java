package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno hold} against a Steno that runs, whose clients wait for what it does. */
class HoldCommandTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private StenoHere steno;
    private ScriptedOrigin origin;

    @BeforeEach
    void start() throws IOException {
        steno = new StenoHere(
                folder,
                "--web",
                "0",
                "--intercept",
                "~u /held",
                "--session",
                folder.resolve("work.steno").toString());
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                received.add(head + connection.readBodyOf(head).text());
                connection.send(OK);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(hold("resume", "--all").code()).isZero();
        steno.stop();
        steno.close();
        origin.close();
    }

    private Call hold(Object... words) {
        return hold(Map.of(), words);
    }

    private Call hold(Map<String, String> environment, Object... words) {
        return Call.within(
                environment,
                Stream.concat(Stream.of("hold", "--home", folder.resolve("home")), Stream.of(words))
                        .toArray());
    }

    /** Sends a POST that is held, and returns its client. */
    private RawClient post(String body) throws IOException {
        RawClient client = RawClient.to(steno.port());
        client.send("POST http://" + origin.authority() + "/held HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        return client;
    }

    private RawClient after(int flow, String body) throws IOException {
        hold("wait", "--after", flow - 1);
        return post(body);
    }

    @Test
    void waitReturnsWhenAMessageIsHeldAndLsListsIt() throws Exception {
        assertThat(hold("ls").text()).isEmpty();
        Call early = hold("wait", "--timeout", "1ms");
        assertThat(early.code()).isEqualTo(1);
        assertThat(early.err()).contains("no message was held within 1 ms").hasLineCount(1);

        CompletableFuture<Call> waiting = CompletableFuture.supplyAsync(() -> hold("wait"));
        try (RawClient client = post("user")) {
            String line = waiting.get().text();
            assertThat(line).startsWith("1\trequest\tPOST\thttp://" + origin.authority() + "/held\t\t");
            assertThat(line).endsWith("\t\t~u /held\n");
            assertThat(hold("ls").text()).isEqualTo(line);
            assertThat(hold("ls", "--json").text())
                    .startsWith("{\"id\":1,\"revision\":")
                    .contains("\"point\":\"request\"")
                    .hasLineCount(1);
            assertThat(hold("--complete").text()).isEqualTo("1\n");
            assertThat(hold("wait", "--after", "1", "--timeout", "1ms").code()).isEqualTo(1);
            assertThat(Call.inHome(folder.resolve("home"), "status").text())
                    .contains("held        1 flow (intercept ~u /held)");

            assertThat(hold("resume", "1").code()).isZero();
            hold("wait");
            assertThat(hold("resume", "@1").code())
                    .as("its response is held now")
                    .isZero();
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(received.poll()).startsWith("POST /held HTTP/1.1").endsWith("user");
            Call late = hold("resume", "1");
            assertThat(late.code()).isEqualTo(1);
            assertThat(late.err()).contains("flow 1 is not in progress").hasLineCount(1);
        }
    }

    @Test
    void anEditorChangesTheMessageAsText() throws Exception {
        try (RawClient client = post("user")) {
            hold("wait");
            assertThat(hold("show", "1").text())
                    .startsWith("POST http://" + origin.authority() + "/held HTTP/1.1\nHost: ")
                    .endsWith("\nContent-Length: 4\n\nuser\n");
            assertThat(hold("show", "1", "--json").text())
                    .startsWith("{\"id\":1,")
                    .contains("\"revision\":");

            Call unchanged = hold(Map.of("EDITOR", "true"), "edit", "1");
            assertThat(unchanged.err()).contains("flow 1 is unchanged");
            Call failed = hold(Map.of("EDITOR", "false"), "edit", "1");
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err()).contains("the editor false ended with code 1", "your text is in ");
            Call wrong = hold(Map.of("EDITOR", "sed -i 's/^Host.*/melt/'"), "edit", "1");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("\"melt\" is not a field");

            Call edited = hold(Map.of("VISUAL", "sed -i 's/user/another/;s/^POST/PUT/'"), "edit", "1", "--resume");
            assertThat(edited.code()).as(edited.err()).isZero();
            hold("wait");
            assertThat(hold("resume", "1").code()).isZero();
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(received.poll())
                    .startsWith("PUT /held HTTP/1.1")
                    .contains("Content-Length: 7")
                    .endsWith("another");
        }
    }

    @Test
    void aLargeBodyIsShownInPartAndTheHeadAloneIsEdited() throws Exception {
        Call.steno("call", "--home", folder.resolve("home"), "options.set", "intercept", "~q");
        String body = "0123456789\n".repeat(600_000);
        try (RawClient client = post(body)) {
            hold("wait");
            Call shown = hold("show", "1");
            assertThat(shown.text())
                    .startsWith("POST http://" + origin.authority() + "/held HTTP/1.1\nHost: ")
                    .contains("\n\n(the body: text/plain, 6.29 MiB)\n0123456789\n")
                    .endsWith("... 599,800 more lines; --full shows all, --body writes the body\n\n");
            assertThat(hold("show", "1", "--full").text()).endsWith("\n" + body + "\n");
            assertThat(hold("show", "1", "--body").text()).isEqualTo(body);
            assertThat(hold("show", "1", "--raw").text()).isEqualTo(body);
            assertThat(hold("show", "1", "--view", "hex").text()).contains("30 31 32 33 34 35 36 37");
            Call unknown = hold("show", "1", "--view", "melt");
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("there is no view \"melt\"");
            assertThat(hold("show", "1", "--body", "--raw").code()).isEqualTo(2);

            Call edited = hold(Map.of("EDITOR", "sed -i 's/^POST/PUT/'"), "edit", "1");
            assertThat(edited.code()).as(edited.err()).isZero();
            assertThat(edited.err())
                    .contains("the body of 6600000 bytes is larger than the 5 MiB that are edited as text")
                    .contains("replace it by a file: --body-file FILE")
                    .hasLineCount(1);
            assertThat(hold("resume", "1").code()).isZero();
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(received.poll()).startsWith("PUT /held HTTP/1.1").endsWith("\r\n\r\n" + body);
        }
    }

    /** A named pipe, whose length nobody knows. */
    private Path pipe(String content) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return pipe;
    }

    @Test
    void aBodyThatWaitsInTheSessionIsEditedAsText() throws Exception {
        Call.steno("call", "--home", folder.resolve("home"), "options.set", "intercept-body", "1kb");
        Call.steno("call", "--home", folder.resolve("home"), "options.set", "intercept", "~q");
        String body = "0123456789\n".repeat(200_000);
        try (RawClient client = post("one\n" + body)) {
            hold("wait");
            Call edited = hold(Map.of("EDITOR", "sed -i 's/^one$/two and more/'"), "edit", "1");
            assertThat(edited.code()).as(edited.err()).isZero();
            assertThat(edited.err()).isEmpty();
            assertThat(hold("show", "1", "--body").text()).isEqualTo("two and more\n" + body);
            Path file = Files.writeString(folder.resolve("body"), "three\n" + body);
            assertThat(hold("edit", "1", "--body-file", file).code()).isZero();
            assertThat(hold("show", "1").text()).contains("\nContent-Length: 2200006\n", "\nthree\n");
            assertThat(hold("edit", "1", "--body-file", folder).err())
                    .contains(folder + ": is a directory, not a file");
            assertThat(hold("edit", "1", "--body-file", pipe("four\n")).code()).isZero();
            assertThat(hold("show", "1").text()).contains("\nContent-Length: 5\n", "\nfour\n");
            assertThat(hold("edit", "1", "--body-file", file).code()).isZero();
            assertThat(hold("resume", "1").code()).isZero();
            assertThat(client.response().text()).isEqualTo("ok");
            assertThat(received.poll()).endsWith("\r\n\r\nthree\n" + body);
        }
    }

    @Test
    void changesAreGivenAsArguments() throws Exception {
        try (RawClient client = post("user")) {
            hold("wait");
            Call unknown = hold("edit", "1", "verb=PUT");
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.err()).contains("\"verb=PUT\" is not a change", "header.set=NAME: VALUE");
            Call edited =
                    hold("edit", "1", "header.set=X-By: hand", "header.remove=Content-Type", "body=x", "--resume");
            assertThat(edited.code()).as(edited.err()).isZero();
            hold("wait");
            assertThat(hold("edit", "1", "status=418").code()).isZero();
            assertThat(hold("edit", "1", "method=PUT").err()).contains("the request was sent already");
            assertThat(hold("resume", "1").code()).isZero();
            assertThat(client.response().status()).isEqualTo(418);
            assertThat(received.poll())
                    .contains("X-By: hand")
                    .doesNotContain("Content-Type")
                    .endsWith("x");
        }
    }

    @Test
    void requestsAreAnsweredDroppedAndKilled() throws Exception {
        // only requests: an answer is a response, which the filter would hold as well
        Call.inHome(folder.resolve("home"), "call", "options.set", "intercept", "~q & ~u /held");
        try (RawClient one = post("1");
                RawClient two = after(1, "2");
                RawClient three = after(2, "3")) {
            hold("wait", "--after", "2");
            Path page = Files.writeString(folder.resolve("page"), "gone");
            Call both = hold("answer", "1", "404", "--body", "a", "--body-file", page);
            assertThat(both.code()).isEqualTo(2);
            Call answered = hold("answer", "1", "404", "-H", "X-By: hand", "--body-file", page);
            assertThat(answered.code()).as(answered.err()).isZero();
            hold("drop", "2");
            hold("kill", "3");
            Call gone = hold("drop", "1", "2", "77");
            assertThat(gone.code()).isEqualTo(1);
            Call word = hold("drop", "all");
            assertThat(word.code()).isEqualTo(2);
            assertThat(word.err()).contains("\"all\" is not the number of a flow");
            assertThat(hold("resume").code()).isEqualTo(2);
            assertThat(Stream.of(one.response(), two.response()).map(HttpAnswer::status))
                    .containsExactlyInAnyOrder(404, 502);
            assertThat(three.isClosedByProxy()).isTrue();
            assertThat(received).isEmpty();
        }
    }
}
