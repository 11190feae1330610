package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

/** Randomly mutated HTTP/1 responses: a response that a client gets never contains part of another one. */
class Http1ResponseFuzzTest extends FuzzProxyTest {
    /**
     * How long the server waits for another request before it closes; this ends a response that is shorter than
     * announced.
     */
    private static final int SERVER_WAITS_MILLIS = 50;

    private static final Mutation MUTATION = Mutation.with(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\n\r\n",
            "HTTP/1.1 99 Low\r\n\r\n",
            "HTTP/1.0 ",
            "Content-Length: 5\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length: -1\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: Chunked \r\n",
            "Connection: close\r\n",
            "Connection: keep-alive\r\n",
            "\r\n folded\r\n",
            "0\r\n\r\n",
            "0 \r\n\r\n",
            "ffffffffffffffff\r\n",
            "80000000\r\n",
            "5 ;x\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npoison!");

    /** The response that the server sends for a path. */
    private final ConcurrentMap<String, byte[]> answers = new ConcurrentHashMap<>();

    private static List<String> sound(long number) {
        String marker = "one-" + number + ".";
        return List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: " + marker.length() + "\r\n\r\n" + marker,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"
                        + Integer.toHexString(marker.length() - 3) + ";x\r\n" + marker.substring(3)
                        + "\r\n0\r\nX-T: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + marker,
                "HTTP/1.0 200 OK\r\n\r\n" + marker,
                "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: "
                        + marker.length() + "\r\nSet-Cookie: a=b\r\n\r\n" + marker,
                "HTTP/1.1 204 No Content\r\nX-A: " + marker + "\r\n\r\n");
    }

    @Override
    protected ScriptedOrigin startedOrigin() throws IOException {
        return origin(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                String path = head.split(" ", 3)[1];
                byte[] answer = answers.remove(path);
                String body = echo(path);
                connection.send(
                        answer != null
                                ? answer
                                : latin1("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
                if (answer != null) {
                    connection.socket().setSoTimeout(SERVER_WAITS_MILLIS);
                }
            }
        });
    }

    @Test
    void noResponseContainsAPartOfAnother() {
        fuzz(300, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        List<String> sound = sound(number);
        byte[] answer = MUTATION.of(latin1(sound.get(random.nextInt(sound.size()))), random);
        String path = "/first-" + number;
        answers.put(path, answer);
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            client.send(get(origin, path));
            if (first(client, answer)) {
                second(client, answer, number);
            }
        }
        flowsOf(port);
        if (number % 8 == 0) {
            checkAlive(number);
        }
    }

    /** Whether the connection can be reused. An unreadable response may close it, but must not leave it hanging. */
    private static boolean first(RawClient client, byte[] answer) throws IOException {
        try {
            HttpAnswer response = client.response();
            while (response.status() < 200 && response.status() != 101) {
                response = client.response();
            }
            assertThat(response.text()).as(new String(answer)).doesNotContain("echo(");
            return response.status() != 101;
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the client hangs after <" + new String(answer) + ">", e);
        } catch (SocketException e) {
            return false; // reset
        } catch (IOException e) {
            assertThat(e).as(new String(answer)).hasMessageContaining("the connection ended");
            return false;
        }
    }

    private void second(RawClient client, byte[] answer, long number) throws IOException {
        String path = "/second-" + number;
        try {
            HttpAnswer response = client.send(get(origin, path)).response();
            assertThat(response.text()).as("after <%s>", new String(answer)).isEqualTo(echo(path));
        } catch (SocketException e) {
            // the connection's end was the end of the first response
        } catch (IOException e) {
            assertThat(e).as(new String(answer)).hasMessageContaining("the connection ended before a response");
        }
    }
}
