package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.Head;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TestCa;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Intercepts bodies several times the size of the product's heap; each side receives the beginning before the rest is
 * sent. {@code bench/accept/large-bodies.sh} uses 2 GiB; {@code -Dsteno.accept.mib=N} sets the size here.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LargeBodyIT {
    private static final long SIZE = Long.getLong("steno.accept.mib", 128) << 20;
    private static final String HEAP = System.getProperty("steno.accept.heap", "-Xmx48m");

    @TempDir
    Path folder;

    private final CountDownLatch clientHasTheBeginning = new CountDownLatch(1);
    private final CountDownLatch originHasTheBeginning = new CountDownLatch(1);
    private final Bytes bytes = new Bytes(4711);
    private Path session;
    private AnsweringOrigin origin;
    private StenoProcess steno;

    @BeforeEach
    void start() throws Exception {
        session = folder.resolve("work.steno");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        origin = AnsweringOrigin.secure(identity.server(), new LargeOrigin(new LargeOrigin.Pace() {
            @Override
            public void sentBeginning() throws InterruptedException {
                clientHasTheBeginning.await();
            }

            @Override
            public void receivedBeginning() {
                originHasTheBeginning.countDown();
            }
        }));
        steno = StenoProcess.recordIn(HEAP + " -XX:TieredStopAtLevel=4", session, "--upstream-ca", identity.ca());
    }

    @AfterEach
    void end() throws Exception {
        steno.close();
        origin.close();
    }

    @Test
    void aDownloadLargerThanTheHeapIsStoredWholeAndBeginsAtOnce() throws Exception {
        try (Client client = client()) {
            Head head = client.get("/" + SIZE, authority()).head();
            InputStream body = client.body(head);
            byte[] beginning = body.readNBytes(LargeOrigin.BEGINNING);
            clientHasTheBeginning.countDown();
            assertThat(beginning).hasSize(LargeOrigin.BEGINNING);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), body);
            assertThat(Bytes.sha256(whole)).as("what the client received").isEqualTo(bytes.sha256(SIZE));
        }
        HttpFlow flow = recorded();
        checkStored(Objects.requireNonNull(flow.response()).body());
    }

    @Test
    void anUploadLargerThanTheHeapIsStoredWholeAndBeginsAtOnce() throws Exception {
        try (Client client = client()) {
            client.send(new Head("PUT /sink HTTP/1.1", List.of("Host: " + authority(), "Content-Length: " + SIZE)));
            bytes.write(0, LargeOrigin.BEGINNING, client.out());
            originHasTheBeginning.await();
            bytes.write(LargeOrigin.BEGINNING, SIZE, client.out());
            String hash = new String(client.answer(), StandardCharsets.ISO_8859_1);
            assertThat(hash).as("what the server received").isEqualTo(bytes.sha256(SIZE));
        }
        checkStored(recorded().request().body());
    }

    @Test
    void aMockAnswersWithABodyLargerThanTheHeap() throws Exception {
        try (Client client = client()) {
            clientHasTheBeginning.countDown();
            Head head = client.get("/" + SIZE, authority()).head();
            assertThat(Bytes.sha256(client.body(head))).isEqualTo(bytes.sha256(SIZE));
        }
        recorded();
        origin.close();
        try (StenoProcess mock = StenoProcess.recordIn(
                        HEAP + " -XX:TieredStopAtLevel=4",
                        folder.resolve("mocked.steno"),
                        "--server-replay",
                        session,
                        "--mock-mode",
                        "strict");
                Client client = Client.tunnel(mock.port(), "localhost", origin.port(), TestCa.trusting(mock.ca()))) {
            Head head = client.get("/" + SIZE, authority()).head();
            assertThat(Bytes.sha256(client.body(head)))
                    .as("what the mock's client received")
                    .isEqualTo(bytes.sha256(SIZE));
            System.out.printf(
                    "%d MiB from a mock at %s: peak of resident memory %d MiB%n", SIZE >> 20, HEAP, mock.peakMemory());
        }
    }

    private Client client() throws Exception {
        return Client.tunnel(steno.port(), "localhost", origin.port(), TestCa.trusting(steno.ca()));
    }

    private String authority() {
        return "localhost:" + origin.port();
    }

    private HttpFlow recorded() throws Exception {
        System.out.printf("%d MiB at %s: peak of resident memory %d MiB%n", SIZE >> 20, HEAP, steno.peakMemory());
        steno.stop();
        assertThat(origin.failures()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = (HttpFlow) reader.flow(reader.lastFlow()).orElseThrow();
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            return flow;
        }
    }

    private void checkStored(Body body) throws Exception {
        assertThat(body).isInstanceOfSatisfying(Body.Stored.class, stored -> {
            assertThat(stored.size()).isEqualTo(SIZE);
            assertThat(stored.trueSize()).isEqualTo(SIZE);
            assertThat(stored.complete()).isTrue();
        });
        try (SessionReader reader = SqliteSessionReader.open(session);
                InputStream stored = reader.body(body)) {
            assertThat(Bytes.sha256(stored)).isEqualTo(bytes.sha256(SIZE));
        }
    }
}
