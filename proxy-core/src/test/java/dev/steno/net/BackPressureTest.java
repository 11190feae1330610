package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.TlsProxyTest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If one side does not read, or the store cannot keep up, Steno stops reading the other side; memory does not fill. */
class BackPressureTest extends TlsProxyTest {
    private static final int MUCH = 48 << 20;
    /** Upper bound on the bytes that four loopback sockets in a row and the proxy's own buffers hold. */
    private static final long BOUND = 40L << 20;

    /** Waits until a number stops rising, and returns it. */
    static long settled(LongSupplier number) {
        AtomicLong last = new AtomicLong(-1);
        AtomicLong still = new AtomicLong();
        Awaitility.await().pollInterval(java.time.Duration.ofMillis(50)).until(() -> {
            long now = number.getAsLong();
            if (last.getAndSet(now) == now && now > 0) {
                return still.incrementAndGet() >= 8;
            }
            still.set(0);
            return false;
        });
        return last.get();
    }

    private static ScriptedOrigin.Script pouring(AtomicLong sent) {
        return connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
            pour(connection, sent);
            connection.awaitEnd();
        };
    }

    private static void pour(Wiretap connection, AtomicLong sent) throws IOException {
        byte[] piece = noise(64 << 10);
        for (int i = 0; i < MUCH / piece.length; i++) {
            connection.send(piece);
            sent.addAndGet(piece.length);
        }
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void aClientThatDoesNotReadPausesTheServer() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = origin(pouring(sent));
        long before = direct();
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/"));

        assertThat(settled(sent::get)).isLessThan(BOUND);
        assertThat(direct() - before).isLessThan(24L << 20);
        assertThat(client.response().body()).hasSize(MUCH);
        assertThat(sent).hasValue(MUCH);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    /** A slow client makes progress, and the server sends no more than the client has read. */
    @Test
    void aClientThatReadsSlowlyPausesTheServerAndGetsEverything() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = origin(pouring(sent));
        long before = direct();
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/"));
        long reached = settled(sent::get);

        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            read.append(client.wire().readText(1));
            LockSupport.parkNanos(2_000_000);
        }

        assertThat(read.toString()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(sent.get()).isLessThan(BOUND).isLessThanOrEqualTo(reached + (1 << 20));
        assertThat(direct() - before).isLessThan(24L << 20);
        assertThat(proxy.flows()).extracting(flow -> flow.state()).containsExactly(FlowState.OPEN);
        int head = read.indexOf("\r\n\r\n") + 4;
        assertThat(client.wire().readExactly(MUCH - (200 - head))).hasSize(MUCH - (200 - head));
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aClientThatDoesNotReadPausesTheServerThroughTls() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = tlsOrigin(pouring(sent));
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()))
                .connect("localhost:" + origin.port())
                .tls(trustingSteno(), "localhost")
                .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(settled(sent::get)).isLessThan(BOUND);
        assertThat(client.response().body()).hasSize(MUCH);
        assertThat(proxy.http().response().body().size()).isEqualTo(MUCH);
    }

    @Test
    void aClientThatDoesNotReadPausesTheServerOfARawStream() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = origin(connection -> pour(connection, sent));
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).connect(origin.authority());

        assertThat(settled(sent::get)).isLessThan(BOUND);
        assertThat(client.wire().in().readAllBytes()).hasSize(MUCH);
        client.close();
        assertThat(proxy.tcp().sentByServer()).isEqualTo(MUCH);
    }

    @Test
    void aClientThatDoesNotReadPausesTheServerOfARawStreamWithinTls() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = tlsOrigin(connection -> pour(connection, sent), "x-custom");
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()))
                .connect("localhost:" + origin.port())
                .tls(trustingSteno(), "localhost", "x-custom");

        assertThat(settled(sent::get)).isLessThan(BOUND);
        assertThat(client.wire().in().readAllBytes()).hasSize(MUCH);
        client.close();
        assertThat(proxy.tcp().sentByServer()).isEqualTo(MUCH);
    }

    @Test
    void aServerThatDoesNotReadPausesTheClient() throws Exception {
        AtomicLong sent = new AtomicLong();
        java.util.concurrent.CompletableFuture<Void> goOn = new java.util.concurrent.CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            String head = connection.readHead();
            goOn.join();
            connection.readExactly(MUCH);
            connection.send(OK);
            connection.awaitEnd();
        });
        RawClient client = client().send("POST http://" + origin.authority()
                + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: " + MUCH + "\r\n\r\n");
        Thread pouring = new Thread(() -> {
            try {
                pour(client.wire(), sent);
            } catch (IOException e) {
                sent.set(Long.MIN_VALUE);
            }
        });
        pouring.start();

        assertThat(settled(sent::get)).isBetween(1L, BOUND);
        goOn.complete(null);
        assertThat(client.response().text()).isEqualTo("ok");
        pouring.join();
        HttpFlow flow = proxy.http();
        assertThat(flow.request().body().size()).isEqualTo(MUCH);
    }

    @Test
    void aStoreThatCannotKeepUpPausesTheSocketsAndNoDataIsLost() throws Exception {
        AtomicLong sent = new AtomicLong();
        ScriptedOrigin origin = origin(pouring(sent));
        RawClient client = client();
        client.send(get(origin, "/warm-up"));
        client.response();
        sent.set(0);
        ScriptedOrigin second = origin(pouring(sent));
        proxy.recordBudget.hold(1L << 40);
        client.send(get(second, "/held"));
        java.util.concurrent.CompletableFuture<HttpAnswer> answer =
                java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.response();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        Awaitility.await()
                .during(java.time.Duration.ofMillis(300))
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> sent.get() < BOUND);
        assertThat(answer).isNotDone();

        proxy.recordBudget.release(1L << 40);

        assertThat(answer.get(180, java.util.concurrent.TimeUnit.SECONDS).body())
                .hasSize(MUCH);
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(((HttpFlow) flow).response().body().size()).isEqualTo(MUCH);
        });
    }

    @Test
    void aStoreThatCannotKeepUpPausesARawStreamToo() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("!");
            connection.send(connection.readExactly(4));
            connection.awaitEnd();
        });
        RawClient client = client().connect(origin.authority());
        client.wire().readText(1);
        client.send("a");
        Awaitility.await().until(() -> origin.received().equals("a"));
        proxy.recordBudget.hold(1L << 40);
        client.send("b"); // read before the relay checks the budget again
        client.send("c");
        client.send("d");

        proxy.recordBudget.release(1L << 40);

        assertThat(client.wire().readText(4)).isEqualTo("abcd");
    }

    @Test
    void pipelinedRequestsOfAClientThatReadsNoResponsesAreNotReadWithoutBound() throws Exception {
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()));
        String refused = Requests.get("http://127.0.0.1:" + proxy.port() + "/"); // answered immediately
        AtomicLong sent = new AtomicLong();
        byte[] requests = latin1(refused.repeat(1000));
        Thread flooding = new Thread(() -> {
            try {
                while (sent.addAndGet(requests.length) < MUCH) {
                    client.send(requests);
                }
            } catch (IOException e) {
                // closed at the test's end
            }
        });
        flooding.start();

        assertThat(settled(sent::get)).isLessThan(BOUND);
        client.close();
        flooding.join();
    }
}
