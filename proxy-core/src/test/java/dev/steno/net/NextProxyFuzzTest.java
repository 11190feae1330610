package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Randomly mutated responses of a next proxy to CONNECT and to SOCKS5: the client's request gets a response, or its
 * connection ends.
 */
class NextProxyFuzzTest extends FuzzProxyTest {
    private static final int PROXY_WAITS_MILLIS = 50;

    private static final Mutation MUTATION = Mutation.with(
            "\r\n",
            "\n",
            "\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "HTTP/1.0 204 \r\n\r\n",
            "\5\0",
            "\5\377",
            "\5\2",
            "\5\0\0\3\377",
            "\5\1\0\1\0\0\0\0\0\0",
            "\5\0\0\4");

    private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
    private boolean socks;

    @Override
    protected String mode() {
        return "upstream:" + (socks ? "socks5" : "http") + "://127.0.0.1:" + origin.port();
    }

    /** The next proxy: answers the first request, then keeps reading for a moment. */
    @Override
    protected ScriptedOrigin startedOrigin() throws IOException {
        ScriptedOrigin proxy = origin(connection -> {
            connection.in().read();
            connection.send(answer.get());
            connection.socket().setSoTimeout(PROXY_WAITS_MILLIS);
            connection.awaitEnd();
        });
        servers.add(proxy.endpoint());
        return proxy;
    }

    @Test
    void aMutatedResponseOfAnHttpProxyEndsTheRequest() {
        List<String> sound = List.of(
                "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=a\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.0 200 OK\r\nVia: a\r\n\r\n");
        fuzz(100, (number, random) -> tried(sound, number, random));
    }

    @Test
    void aMutatedReplyOfASocksProxyEndsTheRequest() throws Exception {
        socks = true;
        restart();
        List<String> sound = List.of(
                "\5\0\5\0\0\1\177\0\0\1\37\220HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "\5\0\5\5\0\1\0\0\0\0\0\0",
                "\5\0\5\0\0\3\1a\0\0");
        fuzz(100, (number, random) -> tried(sound, number, random));
    }

    private void tried(List<String> sound, long number, Random random) throws Exception {
        answer.set(MUTATION.of(latin1(sound.get(random.nextInt(sound.size()))), random));
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            String target = "localhost:" + (1 + number % 60_000);
            client.send(
                    number % 2 == 0
                            ? RawClient.connectTo(target) + "GET /one HTTP/1.1\r\nHost: " + target + "\r\n\r\n"
                            : "GET http://" + target + "/one HTTP/1.1\r\nHost: a\r\n\r\n");
            client.wire().shutOutput();
            assertThat(untilClosed(client.wire())).startsWith("HTTP/1.1 ");
        }
        assertThat(flowsOf(port)).isNotEmpty();
    }
}
