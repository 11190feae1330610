package dev.steno.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a live channel is opened, and how it ends. */
@Timeout(600)
class LiveOpeningTest {
    @TempDir
    Path folder;

    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer(folder.resolve("work.steno"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aPageWithTheTokenIsGreeted() throws Exception {
        try (LiveClient page = LiveClient.connect(server.address(), true)) {
            page.send("{'t':'hello','token':'" + server.token() + "','v':1}");
            Map<String, Object> hi = page.next("hi");
            assertThat(hi).containsEntry("version", "1.2.3").containsEntry("session", "work.steno");
            assertThat(LiveClient.number(hi, "v")).isEqualTo(1);
            assertThat(server.views.find((int) LiveClient.number(hi, "view"))).isPresent();
            assertThat(hi.get("columns"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .startsWith("id", "revision", "kind", "state", "method")
                    .endsWith("connection", "highlights");
        }
    }

    @Test
    void aWrongTokenEndsTheChannel() throws Exception {
        try (LiveClient page = LiveClient.connect(server.address(), true)) {
            page.send("{'t':'hello','token':'" + "A".repeat(43) + "','v':1}");
            assertThat(page.next("bye").get("reason").toString()).contains("token is wrong");
            assertThat(page.awaitClose()).isEqualTo(1008);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'t':'view','filter':''}",
                "hello",
                "[1]",
                "{'t':'hello'",
                "{'t':'hello','token':'TOKEN','v':1}{}",
                "{'t':'hello','token':'TOKEN','v':1,'more':'LONG'}"
            })
    void theFirstMessageMustBeHello(String first) throws Exception {
        try (LiveClient page = LiveClient.connect(server.address(), true)) {
            page.send(first.replace("TOKEN", server.token()).replace("LONG", "x".repeat(1 << 10)));
            assertThat(page.next("bye").get("reason").toString()).isNotEmpty();
            assertThat(page.awaitClose()).isEqualTo(1008);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:1"})
    void theOriginMustBeOurs(String origin) {
        assertThat(refusal(origin)).isEqualTo(403);
    }

    @Test
    void theOriginMustBeNamed() {
        assertThat(refusal(null)).isEqualTo(403);
    }

    private int refusal(String origin) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort() + "/api/v1/live");
        try {
            builder.buildAsync(uri, new WebSocket.Listener() {}).get();
            return 101;
        } catch (ExecutionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upgrade: h2c\r\n",
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 8\r\n",
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
            })
    void whatIsNoHandshakeIsRefused(String fields) throws Exception {
        String host = "127.0.0.1:" + server.address().getPort();
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(180_000);
            socket.getOutputStream()
                    .write(("GET /api/v1/live HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n"
                                    + fields + (fields.contains("13") ? "" : "Connection: close\r\n") + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream status = new ByteArrayOutputStream();
            status.writeBytes(socket.getInputStream().readNBytes(12));
            assertThat(status.toString(StandardCharsets.US_ASCII)).isIn("HTTP/1.1 426", "HTTP/1.1 400");
        }
    }

    @Test
    void aPageThatLeavesClosesItsView() throws Exception {
        LiveClient page = LiveClient.connect(server.address(), true);
        page.send("{'t':'hello','token':'" + server.token() + "','v':1}");
        int view = (int) LiveClient.number(page.next("hi"), "view");
        assertThat(server.views.find(view)).isPresent();
        page.close();
        await().until(() -> server.views.find(view).isEmpty());
    }

    @Test
    void thereAreAtMost32Channels() throws Exception {
        List<LiveClient> pages = new ArrayList<>();
        try {
            for (int i = 0; i < LiveChannels.MOST; i++) {
                pages.add(server.open());
            }
            assertThatThrownBy(server::open)
                    .hasCauseInstanceOf(io.netty.handler.codec.http.websocketx.WebSocketHandshakeException.class);
            pages.remove(0).close();
            await().ignoreExceptions().until(() -> {
                server.open().close();
                return true;
            });
        } finally {
            pages.forEach(LiveClient::close);
        }
    }

    @Test
    void aPageThatSendsTooMuchIsEnded() throws Exception {
        try (LiveClient page = server.open()) {
            page.flood("{'t':'focus','id':1}", 3 * LiveHandler.MOST_A_SECOND);
            assertThat(page.next("bye").get("reason").toString()).contains("messages in a second");
        }
    }

    @Test
    void aLongMessageEndsTheChannel() throws Exception {
        try (LiveClient page = server.open()) {
            try {
                page.send("{'t':'view','filter':'" + "x".repeat(70_000) + "'}");
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(IOException.class); // it was closed meanwhile
            }
            assertThat(page.awaitClose()).isNotZero();
        }
    }

    @Test
    void anUnknownMessageEndsTheChannel() throws Exception {
        try (LiveClient page = server.open()) {
            page.send("{'t':'dance'}");
            assertThat(page.next("bye").get("reason")).isEqualTo("there is no message dance");
        }
    }

    @Test
    void theStatusIsReadOnceForAllPages() throws Exception {
        try (LiveClient one = server.open();
                LiveClient other = server.open()) {
            for (int i = 0; i < 3; i++) {
                one.next("status");
                other.next("status");
            }
            // the source counts its reads: two pages that heard of three each need at most one more
            assertThat(server.statusReads.get()).isBetween(3L, 6L);
        }
    }
}
