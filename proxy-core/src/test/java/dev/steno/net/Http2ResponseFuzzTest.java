package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.END_HEADERS;
import static dev.steno.testing.http2.FrameClient.END_STREAM;
import static dev.steno.testing.http2.FrameClient.block;
import static dev.steno.testing.http2.FrameClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.testing.Bytes;
import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Randomly mutated frames of an HTTP/2 server: each request of the client ends, and other clients are not affected. */
class Http2ResponseFuzzTest extends FuzzProxyTest {
    private static final Mutation MUTATION = Mutation.with(
            "\0\0\0\0\u0001\0\0\0\u0003",
            "\0\0\0\0\u0001\0\0\0\u0005",
            "\0\0\4\u0003\0\0\0\0\u0003\0\0\0\u0008",
            "\0\0\u0008\u0006\0\0\0\0\0pingping",
            "\0\0\6\4\0\0\0\0\0\0\3\0\0\0\0", // no streams
            "\0\0\6\4\0\0\0\0\0\0\4\0\0\0\0", // no windows
            "\0\0\4\u0008\0\0\0\0\0\u007f\u00ff\u00ff\u00ff",
            "\0\0\0\u0009\4\0\0\0\u0003",
            "\0\0\u0008\u0007\0\0\0\0\0\0\0\0\u0001\0\0\0\0",
            "\0\0\4\u0005\4\0\0\0\u0003\0\0\0\u0002", // a push
            "\u0088",
            "\u00be",
            "\u003f\u00e1\u001f",
            "\u0010\u0007:status\u0003100",
            "\u0010\u0007:status\u0003101",
            "\u0010\u0011transfer-encoding\u0007chunked",
            "\u0010\u000econtent-length\u00015");

    /** The stream numbers that the proxy uses; Netty skips 1. */
    private static final int FIRST = 3;

    private static final int SECOND = 5;
    private static final int SECOND_COMES_MILLIS = 20;

    private final AtomicReference<byte[]> frames = new AtomicReference<>();
    private ScriptedOrigin framing;

    @BeforeEach
    void startTheServerOfFrames() throws Exception {
        framing = tlsOrigin(
                FrameServer.script(server -> {
                    server.request();
                    server.wire().socket().setSoTimeout(SECOND_COMES_MILLIS);
                    try {
                        server.request();
                    } catch (SocketTimeoutException e) {
                        // the next request uses another connection
                    }
                    server.wire().send(frames.get());
                    server.wire().shutOutput();
                }),
                "h2");
        servers.add(new Endpoint("localhost", framing.port()));
    }

    private static byte[] sound(long number) {
        return Bytes.concat(
                frame(FrameClient.HEADERS, END_HEADERS, FIRST, block(":status", "103", "link", "a")),
                frame(FrameClient.HEADERS, 0, FIRST, block(":status", "200", "content-length", "6")),
                frame(FrameClient.CONTINUATION, END_HEADERS, FIRST, block("set-cookie", "a=" + number)),
                frame(FrameClient.HEADERS, END_HEADERS, SECOND, block(":status", "404")),
                frame(FrameClient.DATA, 0, FIRST, latin1("one")),
                frame(FrameClient.DATA, END_STREAM, SECOND, latin1("two")),
                frame(FrameClient.PING, 0, 0, new byte[8]),
                frame(FrameClient.DATA, 8, FIRST, latin1("\u0002def\0\0")),
                frame(FrameClient.HEADERS, END_STREAM | END_HEADERS, FIRST, block("x-t", "1")));
    }

    @Test
    void eachRequestEnds() {
        fuzz(100, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        frames.set(MUTATION.of(sound(number), random));
        int port;
        try (RawClient raw = RawClient.to(proxy.port())) {
            port = raw.wire().socket().getLocalPort();
            String authority = "localhost:" + framing.port();
            FrameClient client =
                    FrameClient.over(raw.connect(authority).tls(trustingSteno(), "localhost", "h2", "http/1.1"));
            client.get(1, authority, "/one").get(3, authority, "/two");
            for (int ends = 0; ends < 2; ) {
                FrameClient.Frame frame = client.next();
                if (frame == null || frame.type() == FrameClient.GOAWAY) {
                    break;
                }
                ends += frame.endsStream() || frame.type() == FrameClient.RST_STREAM ? 1 : 0;
            }
        } catch (SocketException e) {
            // a reset also ends the request
        } catch (IOException e) {
            throw new AssertionError("the request did not end after the server sent: " + proxy.flows(), e);
        }
        if (number % 8 == 0) {
            checkAlive(number);
            assertThat(proxy.flows()).isNotEmpty();
        }
    }
}
