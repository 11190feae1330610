package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Randomly mutated SOCKS5 handshakes of clients, each followed by a request. */
class SocksFuzzTest extends FuzzProxyTest {
    private static final Mutation MUTATION = Mutation.with(
            "\5\1\0",
            "\5\2\0\2",
            "\5\0",
            "\4\1",
            "\5\1\0\1\177\0\0\1",
            "\5\1\0\3\0",
            "\5\1\0\3\377",
            "\5\2\0\1",
            "\5\3\0\1",
            "\5\1\0\4");

    @Override
    protected String mode() {
        return "socks5";
    }

    @Override
    public void checkAlive(long number) throws java.io.IOException {
        String path = "/good-" + number;
        try (RawClient client = RawClient.to(proxy.port())) {
            client.send(latin1("\5\1\0\5\1\0\1\177\0\0\1" + port()));
            client.wire().readExactly(12);
            assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .response()
                            .text())
                    .isEqualTo(echo(path));
        }
    }

    private String port() {
        return "" + (char) (origin.port() >> 8) + (char) (origin.port() & 255);
    }

    @Test
    void eachMutatedHandshakeEnds() {
        fuzz(300, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        String request = "GET /one-" + number + " HTTP/1.1\r\nHost: a\r\n\r\n";
        List<String> sound = List.of(
                "\5\1\0\5\1\0\1\177\0\0\1" + port() + request,
                "\5\2\0\2\5\1\0\3\11localhost" + port() + request,
                "\5\1\0\5\1\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1" + port() + request);
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            client.send(MUTATION.of(latin1(sound.get(random.nextInt(sound.size()))), random));
            client.wire().shutOutput();
            untilClosed(client.wire());
        }
        flowsOf(port);
        if (number % 8 == 0) {
            checkAlive(number);
        }
    }
}
