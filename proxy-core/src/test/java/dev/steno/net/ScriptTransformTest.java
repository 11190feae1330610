package dev.steno.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.command.Commands;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptPorts;
import dev.steno.script.source.ScriptException;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A script changes bodies piece by piece while they pass, whatever the versions of HTTP at both ends. */
class ScriptTransformTest extends VersionPairsProxyTest {
    private static final int MEGABYTE = 1 << 20;

    private static final String LOUDER = """
            void requestheaders(Flow f) { f.request().transform(louder()); }
            void responseheaders(Flow f) { f.response().transform(louder()); }
            private static Pieces louder() {
                return new Pieces() {
                    public byte[] piece(byte[] bytes) { return new String(bytes).toUpperCase().getBytes(); }
                    public byte[] end() { return "!".getBytes(); }
                };
            }
            """;

    @TempDir
    Path folder;

    private ScriptAddon script;

    @Override
    protected Addon[] addons() {
        try {
            Path file = Files.writeString(folder.resolve("test.java"), LOUDER);
            script = ScriptAddon.of(
                    file,
                    new ScriptPorts(
                            () -> proxy.options,
                            Commands::new,
                            () -> proxy.server().localClients(),
                            ScriptPorts.Query.NONE));
            return new Addon[] {script};
        } catch (IOException | ScriptException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... none) throws IOException {
        super.restartWith(settings, addons());
    }

    @ParameterizedTest
    @EnumSource
    void bothBodiesAreChangedAndNoLengthIsKept(VersionPair pair) throws Exception {
        PairClient client = between(
                pair, request -> PairMessage.of("200", "content-length: 6").body("answer"));
        PairMessage answer =
                client.ask(PairMessage.of("PUT /", "content-length: 8").body("question"));

        PairMessage request = seen();
        assertThat(request.body()).isEqualTo("QUESTION!");
        assertThat(request.all("content-length")).isEmpty();
        assertThat(answer.body()).isEqualTo("ANSWER!");
        assertThat(answer.all("content-length")).isEmpty();
        HttpFlow flow = proxy.http();
        assertThat(new String(proxy.bytes(flow.response().body()), ISO_8859_1)).isEqualTo("ANSWER!");
        assertThat(new String(proxy.bytes(flow.original().response().body()), ISO_8859_1))
                .isEqualTo("answer");
        assertThat(script.failures()).isZero();
    }

    @Test
    void aPieceIsSentBeforeTheNextArrives() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            try {
                assertThat(read.await(3, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.send("1\r\nb\r\n0\r\n\r\n");
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        assertThat(client.wire().readExactly(6)).isEqualTo(latin1("1\r\nA\r\n"));
        read.countDown();
        assertThat(client.wire().readExactly(6)).isEqualTo(latin1("1\r\nB\r\n"));
    }

    /** The client's window is used up after 64 KiB: what the server sends beyond buffers is not read from it. */
    @Test
    void aClientOfHttp2ThatDoesNotReadStopsTheServer() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + 100L * MEGABYTE + "\r\n\r\n");
                    byte[] piece = new byte[MEGABYTE];
                    while (sent.get() < 100) {
                        connection.send(piece);
                        sent.incrementAndGet();
                    }
                },
                "http/1.1");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        client.get(1, "localhost:" + origin.port(), "/");
        client.await(FrameClient.HEADERS, 1);

        await().during(Duration.ofSeconds(1)).until(() -> sent.get() < 100);

        assertThat(sent.get()).isLessThan(60);
        int window = 0;
        while (window < 65_535) {
            window += client.await(FrameClient.DATA, 1).payload().length;
        }
        assertThat(window).isEqualTo(65_535);
    }

    @Test
    void aClientThatReadsSlowlyGetsTheWholeBodyAndStopsTheServerMeanwhile() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + 100L * MEGABYTE + "\r\n\r\n");
            byte[] piece = "a".repeat(MEGABYTE).getBytes(ISO_8859_1);
            while (sent.get() < 100) {
                connection.send(piece);
                sent.incrementAndGet();
            }
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()));
        client.send(get(origin, "/"));
        client.wire().readHead();

        await().during(Duration.ofSeconds(1)).until(() -> sent.get() < 100);

        assertThat(sent.get()).isLessThan(60);
        long changed = 0;
        boolean ended = false;
        while (!ended) {
            int size = Integer.parseInt(new String(line(client), ISO_8859_1), 16);
            byte[] chunk = client.wire().readExactly(size + 2);
            ended = size == 0;
            for (int i = 0; i < size; i++) {
                changed += chunk[i] == 'A' ? 1 : 0;
            }
        }
        assertThat(changed).isEqualTo(100L * MEGABYTE);
    }

    private static byte[] line(RawClient client) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) client.wire().readExactly(1)[0]);
        }
        return line.substring(0, line.length() - 2).getBytes(ISO_8859_1);
    }
}
