package dev.steno.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.session.Flows;
import dev.steno.testing.http1.AnsweringOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command is run by sh in an empty folder, and what a server then receives is compared with the recorded request. */
class CurlCommandTest {
    /** Words that would run a command, read or write a file, or end the quotes if they were not quoted. */
    private static final String[] HOSTILE = {
        "'; touch owned; '", "$(touch owned)", "`touch owned`", "\"; touch owned; \"", "\\'; touch owned #", "!!",
        "a\\nb\\0c", "%s%n%5$d", "$HOME ${IFS} ~ * ? [a-z] {a,b}", "@/etc/passwd", "-o owned", "< /etc/passwd > owned",
    };

    @TempDir
    Path folder;

    @TempDir
    Path scripts;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private AnsweringOrigin server;

    private record Received(String line, List<String> fields, byte[] body) {}

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        server = AnsweringOrigin.plain((head, body, out) -> {
            received.add(new Received(head.start(), head.fields(), body.readAllBytes()));
            AnsweringOrigin.ok(out, "text/plain", new byte[0]);
        });
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private HttpFlow flow(String method, String path, Headers headers, byte[] body) {
        HttpRequest like = Flows.open(1).request();
        HttpFlow flow = Flows.open(1);
        return flow.withRequest(new HttpRequest(
                method,
                "http",
                "127.0.0.1",
                server.port(),
                path,
                "HTTP/1.1",
                headers,
                null,
                new Body.Inline(body),
                like.started(),
                like.ended()));
    }

    /** Runs the command, and returns the server's view of the request. */
    private Received run(HttpFlow flow, byte[] body) throws Exception {
        String command = CurlCommand.of(flow, body);
        Path script = scripts.resolve("command.sh");
        assertThat(command.replaceAll("[\\n\\x20-\\x7e]", "").codePoints().filter(c -> c < 0xa0))
                .as("control characters")
                .isEmpty();
        Files.writeString(script, command);
        Process shell = new ProcessBuilder("/bin/sh", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(command + said).isZero();
        try (var files = Files.list(folder)) {
            assertThat(files).as("files made by the command").isEmpty();
        }
        Received request = received.poll(60, TimeUnit.SECONDS);
        assertThat(request).as(command).isNotNull();
        return request;
    }

    private void assertSame(HttpFlow flow, byte[] body) throws Exception {
        Received request = run(flow, body);
        assertThat(request.line())
                .isEqualTo(flow.request().method() + " " + flow.request().path() + " HTTP/1.1");
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.fields().stream()
                        .filter(field -> !field.startsWith("Host: ") && !field.startsWith("Content-Length: ")))
                .containsExactlyElementsOf(
                        flow.request().headers().toString().lines().toList());
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aRequestIsSentAgainWithItsFieldsInOrder() throws Exception {
        Headers headers = Headers.of(
                "X-b",
                "1",
                "Accept",
                "*/*",
                "X-a",
                "2",
                "x-B",
                "3",
                "X-Empty",
                "",
                "User-Agent",
                "test",
                "Cookie",
                "a=b");

        assertSame(flow("GET", "/a/../b?c=[1-2]&d={x,y}&e=%41", headers, new byte[0]), new byte[0]);
    }

    @Test
    void nothingIsAddedThatWasNotSent() throws Exception {
        assertSame(flow("GET", "/", Headers.EMPTY, new byte[0]), new byte[0]);
        assertSame(flow("POST", "/", Headers.EMPTY, latin1("a=b")), latin1("a=b"));
        byte[] zeros = new byte[200_000];
        assertSame(flow("PUT", "/", Headers.EMPTY, zeros), zeros);
        byte[] text = latin1("text".repeat(50_000));
        assertSame(flow("PUT", "/", Headers.EMPTY, text), text);
        assertSame(flow("HEAD", "/", Headers.EMPTY, new byte[0]), new byte[0]);
        assertSame(flow("DELETE", "/", Headers.EMPTY, new byte[0]), new byte[0]);
    }

    @Test
    void wordsOfPeersStayWords() throws Exception {
        for (String word : HOSTILE) {
            byte[] body = latin1(word);
            assertSame(flow("POST", "/" + word.replace(" ", ""), Headers.of("X-Word", word), body), body);
        }
        assertSame(flow("a'b$c`d|e&f", "/", Headers.of("X'$`|", "1"), new byte[0]), new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyBytesArriveAsTheyWere(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] body = new byte[500 + random.nextInt(5_000)];
        random.nextBytes(body);
        StringBuilder value = new StringBuilder("x");
        StringBuilder path = new StringBuilder("/");
        for (int i = 0; i < 60; i++) {
            char c = (char) (1 + random.nextInt(255));
            value.append(c == '\n' || c == '\r' ? ' ' : c);
            path.append(c <= ' ' || c == 0x7f ? '#' : c);
        }

        assertSame(flow("POST", path.toString(), Headers.of("X-Bytes", value + "x"), body), body);
    }

    @Test
    void theBodyOfAnyTextIsTheSame() throws Exception {
        for (String text :
                new String[] {"@file", "ends\n", "\n\n", "a\r\nb", "ü€\u202e\u200b", "a\tb", "&", "\u0000"}) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertSame(flow("POST", "/", Headers.EMPTY, body), body);
        }
    }

    @Test
    void noCharacterThatHidesOrReordersTextIsInTheCommand() {
        HttpFlow flow = flow("POST", "/\u00e2\u0080\u00ae", Headers.of("X-A", "\u001b[2J"), latin1("\u0007"));

        assertThat(CurlCommand.of(flow, latin1("\u0007")))
                .matches("[\\n\\x20-\\x7e]+")
                .contains("\\033[2J", "\\007");
    }

    @Test
    void aHostThatIsNoneIsRefused() {
        HttpRequest like = Flows.open(1).request();
        HttpFlow flow = Flows.open(1)
                .withRequest(new HttpRequest(
                        "GET",
                        "http",
                        "a@b/c",
                        80,
                        "/",
                        "HTTP/1.1",
                        Headers.EMPTY,
                        null,
                        Body.NONE,
                        like.started(),
                        0));

        assertThatThrownBy(() -> CurlCommand.of(flow, new byte[0])).isInstanceOf(UncopyableException.class);
    }

    @Test
    void aLongBodyIsReadFromAFile() throws Exception {
        HttpFlow flow = flow("POST", "/", Headers.EMPTY, new byte[10]);

        assertThat(CurlCommand.of(flow, null))
                .contains("--data-binary @request-1.body\n")
                .contains(": 'the body of 10 bytes is read from request-1.body: save it there first'\n");
    }
}
