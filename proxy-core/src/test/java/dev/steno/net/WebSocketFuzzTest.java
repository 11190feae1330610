package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.Bytes;
import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Randomly mutated WebSocket frames of both sides, some of them compressed: they are forwarded unchanged. */
class WebSocketFuzzTest extends FuzzProxyTest {
    private static final Mutation MUTATION = Mutation.with(
            "\u0081\u0000",
            "\u0081\u0080\1\2\3\4",
            "\u00c1\u0005",
            "\u0080\u0000",
            "\u0000\u0001a",
            "\u0088\u0002\u0003\u00e8",
            "\u0088\u0001\u0003",
            "\u0089\u0000",
            "\u0081\u007e\u0000\u0001a",
            "\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u0081\u007f\u0000\u0000\u0000\u0000\u0010\u0000\u0000\u0000",
            "\u00f1\u0001a",
            "\u0083\u0001a");

    private final AtomicReference<byte[]> frames = new AtomicReference<>(new byte[0]);

    @Override
    protected ScriptedOrigin startedOrigin() throws IOException {
        ScriptedOrigin.Script echoing = echoing();
        return origin(connection -> {
            if (connection.socket().getPort() > 0 && frames.get().length > 0) {
                String key = new HttpAnswer(connection.readHead(), new byte[0], "").field("Sec-WebSocket-Key");
                connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Accept: "
                        + Http2WebSocketProxyTest.accept(key) + "\r\n\r\n");
                connection.send(frames.get());
                connection.shutOutput();
                connection.awaitEnd();
            } else {
                echoing.run(connection);
            }
        });
    }

    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, new Deflater(9, true))) {
            deflating.write(latin1(text));
        }
        return out.toByteArray();
    }

    private static byte[] sound(boolean masked) throws IOException {
        byte[] compressed = deflated("compressed ".repeat(20));
        byte[] mask = masked ? new byte[] {1, 2, 3, 4} : new byte[0];
        byte[] body = compressed.clone();
        for (int i = 0; masked && i < body.length; i++) {
            body[i] ^= mask[i % 4];
        }
        return Bytes.concat(
                masked ? WebSocketFrames.masked("hello") : WebSocketFrames.text("hello"),
                WebSocketFrames.ping(masked),
                new byte[] {(byte) 0xc1, (byte) (body.length | (masked ? 0x80 : 0))},
                mask,
                body,
                WebSocketFrames.close(1000, "enough", masked));
    }

    @Test
    void mutatedFramesPassUnchangedAndTheFlowEnds() {
        fuzz(250, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        byte[] theirs = Bytes.concat(MUTATION.of(sound(false), random), new byte[] {0});
        byte[] ours = MUTATION.of(sound(true), random);
        frames.set(theirs);
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            client.send(
                    "GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: " + origin.authority()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101");
            client.send(ours);
            client.wire().shutOutput();
            String got = untilClosed(client.wire());
            assertThat(latin1(got.substring(got.indexOf("\r\n\r\n") + 4))).isEqualTo(theirs);
        }
        List<Flow> flows = flowsOf(port); // another client may have used the same port before
        assertThat(((HttpFlow) flows.get(flows.size() - 1)).webSocket()).isNotNull();
        if (number % 8 == 0) {
            frames.set(new byte[0]);
            checkAlive(number);
        }
    }
}
