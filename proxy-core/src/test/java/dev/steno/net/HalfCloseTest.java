package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sockets whose peer half-closes long before the other direction has ended. */
class HalfCloseTest extends ProxyTest {
    private static final int LARGE = 16 << 20;

    @Test
    void aHalfClosedClientThatReadsSlowlyGetsALargeResponse() throws Exception {
        byte[] body = noise(LARGE);
        CompletableFuture<Void> clientIsSlow = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            clientIsSlow.complete(null);
            connection.send(body);
            connection.awaitEnd();
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/"));
        client.wire().shutOutput();
        clientIsSlow.get(180, TimeUnit.SECONDS);

        assertThat(client.response().body()).isEqualTo(body);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aServerWhoseResponsePausesLearnsThatTheClientLeft() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.close();

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).isEqualTo("the client closed the connection");
        assertThat(origin.failures()).isEmpty();
    }

    @Test
    void dataOfAServerThatHalfClosedBeforeTheClientReadArrives() throws Exception {
        byte[] body = noise(LARGE);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + LARGE + "\r\n\r\n");
            connection.send(body);
            connection.shutOutput();
            connection.awaitEnd();
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port())).send(get(origin, "/"));

        assertThat(client.response().body()).isEqualTo(body);
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(body);
    }

    @Test
    void aRawStreamContinuesInOneDirectionAfterTheOtherWasClosed() throws Exception {
        byte[] data = noise(LARGE);
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readToEnd()).isEqualTo("\u0001\u0002question");
            connection.send(data);
        });
        RawClient client = closing(RawClient.withSmallBufferTo(proxy.port()));
        client.connect(origin.authority()).send("\u0001\u0002question");
        client.wire().shutOutput();

        assertThat(client.wire().in().readAllBytes()).isEqualTo(data);
        assertThat(origin.failures()).isEmpty();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.tcp().sentByServer()).isEqualTo(LARGE);
        assertThat(proxy.tcp().sentByClient()).isEqualTo(10);
    }

    @Test
    void aSlowServerGetsAllDataOfARawStreamBeforeItsHalfClose() throws Exception {
        byte[] data = noise(LARGE);
        data[0] = 0;
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        CompletableFuture<Void> clientIsDone = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.send("!");
            clientIsDone.orTimeout(60, TimeUnit.SECONDS).join();
            arrived.complete(connection.in().readAllBytes());
            connection.send("thanks");
        });
        RawClient client = client().connect(origin.authority());
        assertThat(client.wire().readText(1)).isEqualTo("!");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                client.send(data);
                client.wire().shutOutput();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        clientIsDone.complete(null);

        assertThat(arrived.get(180, TimeUnit.SECONDS)).isEqualTo(data);
        sending.get(180, TimeUnit.SECONDS);
        assertThat(client.wire().readToEnd()).isEqualTo("thanks");
        assertThat(proxy.tcp().sentByClient()).isEqualTo(LARGE);
    }
}
