package dev.steno.mock;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The JDK's client of WebSockets, through a proxy; what it receives is awaited. */
final class SocketClient {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    SocketClient(int proxy, SSLContext trust, String url, String... subprotocols) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy)))
                .sslContext(trust)
                .build();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], java.util.Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        socket = builder.buildAsync(URI.create(url), new Listener()).get(60, TimeUnit.SECONDS);
    }

    WebSocket socket() {
        return socket;
    }

    SocketClient send(String text) throws Exception {
        socket.sendText(text, true).get(60, TimeUnit.SECONDS);
        return this;
    }

    /** Returns what the server sent next: a text, {@code pong}, {@code bytes N}, {@code close CODE REASON} or {@code error}. */
    String next() throws Exception {
        String next = received.poll(60, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                received.add("bytes " + bytes);
                bytes = 0;
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
            received.add("pong");
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            received.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            received.add("error");
        }
    }
}
