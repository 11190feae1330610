package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Compressed WebSocket messages that inflate to a thousand times their size do not delay other connections. */
class WebSocketBombTest extends Http2WebSocketProxyTest {
    private static final int BOMBS = 3;
    private static final int SIZE = 48 << 20;
    private static final int ROUNDS = 20;

    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        byte[] zeros = new byte[SIZE];
        deflater.setInput(zeros);
        for (int n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
                n > 0;
                n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH)) {
            out.write(piece, 0, n);
        }
        deflater.end();
        byte[] payload = Arrays.copyOf(out.toByteArray(), out.size() - 4);
        byte[] head = {(byte) 0xc2, 126, (byte) (payload.length >> 8), (byte) payload.length};
        assertThat(payload.length).isLessThan(1 << 16);
        return Bytes.concat(head, payload);
    }

    private long inflated() {
        return proxy.messages().stream().mapToLong(Message::trueSize).sum();
    }

    /** A machine that stands still fails it: then there are more messages and more responses. */
    @Test
    void otherConnectionsAreServedDuringInflationAndNoDataIsLostAtTheEnd() throws Exception {
        boolean inTime = false;
        for (int factor = 1; !inTime && factor <= 16; factor *= 4) {
            inTime = areServedDuringInflation(factor * BOMBS, factor * ROUNDS);
            closeAll();
            startProxy();
        }
        assertThat(inTime)
                .as("the other connections got %d responses each before %d messages were inflated", ROUNDS, BOMBS)
                .isTrue();
    }

    private boolean areServedDuringInflation(int bombs, int rounds) throws Exception {
        byte[] bomb = bomb();
        ScriptedOrigin origin = origin(connection -> {
            String key = new HttpAnswer(connection.readHead(), new byte[0], "").field("Sec-WebSocket-Key");
            connection.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: upgrade\r\n"
                    + "sec-websocket-accept: " + accept(key)
                    + "\r\nsec-websocket-extensions: permessage-deflate; server_no_context_takeover\r\n\r\n");
            for (int i = 0; i < bombs; i++) {
                connection.send(bomb);
            }
            connection.send(WebSocketFrames.close(1000, "bye", false));
        });
        // as many as there are event loops, so that one shares its event loop with the WebSocket
        List<RawClient> others = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            others.add(client());
        }
        String refused = Requests.get("http://127.0.0.1:" + proxy.port() + "/"); // answered immediately
        RawClient client = client().send(
                        "GET http://" + origin.authority()
                                + "/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
        client.wire().readHead();
        Awaitility.await().until(() -> inflated() > 0);
        for (int round = 0; round < rounds; round++) {
            for (RawClient other : others) {
                assertThat(other.send(refused).response().status()).isEqualTo(502);
            }
        }

        boolean inTime = inflated() < (long) bombs * SIZE;
        client.wire().readExactly(bombs * bomb.length);
        assertThat(client.wire().readExactly(7)).isEqualTo(WebSocketFrames.close(1000, "bye", false));
        client.close();
        Awaitility.await().until(() -> proxy.flows().get(0).state() == FlowState.COMPLETE);
        HttpFlow flow = (HttpFlow) proxy.flows().get(0);
        assertThat(inflated()).isEqualTo((long) bombs * SIZE);
        assertThat(flow.webSocket().close().reason()).isEqualTo("bye");
        return inTime;
    }
}
