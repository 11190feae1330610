package dev.steno.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.Endpoint;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not read holds neither a thread nor a connection longer than the limit. */
class StalledClientTest {
    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final byte[] BLOCK = new byte[64 << 10];

    @TempDir
    Path home;

    private ApiServer start(Route route) throws IOException {
        ApiServer server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false, LIMIT);
        Guard guard = new Guard(WebToken.open(home), new HostNames(List.of()), false, System::nanoTime);
        server.start(new Router(List.of(route)), guard, null);
        return server;
    }

    private static Socket ask(ApiServer server) throws IOException {
        Socket client =
                new Socket(server.address().getAddress(), server.address().getPort());
        client.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    @Test
    void aClientThatReadsNothingIsDisconnectedAndItsThreadIsFree() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Route endless = new Route(
                "GET",
                "/",
                "",
                request -> ApiResponse.stream("text/plain", out -> {
                    try {
                        while (true) {
                            out.write(BLOCK);
                            out.flush();
                        }
                    } finally {
                        ended.countDown();
                    }
                }));
        try (ApiServer server = start(endless);
                Socket client = ask(server)) {
            assertThat(ended.await(180, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aClientThatWaitsForAResponseIsNotDisconnected() throws Exception {
        Route late = new Route(
                "GET",
                "/",
                "",
                request -> ApiResponse.stream("text/plain", out -> {
                    out.write('a');
                    out.flush();
                    await().pollDelay(LIMIT.multipliedBy(5)).until(() -> true);
                    out.write('b');
                }));
        try (ApiServer server = start(late);
                Socket client = ask(server)) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("b\r\n0\r\n\r\n");
        }
    }
}
