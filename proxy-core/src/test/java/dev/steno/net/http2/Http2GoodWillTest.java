package dev.steno.net.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameClient.Frame;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Legitimate peers that send much of what floods consist of: they come closest to the guards and are not disconnected.
 * docs/guards.md names the test for each guard.
 */
class Http2GoodWillTest extends FramesProxyTest {
    private static final int MANY = 4000;

    private static final byte[] PING = {'b', 'd', 'p', 0, 0, 0, 0, 0};

    /** Answers one request when the test allows it. */
    private ScriptedOrigin answersAfter(CountDownLatch done) throws Exception {
        return server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            hold(done);
            server.data(stream, true, latin1("whole"));
            server.drain();
        });
    }

    private static void hold(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(180, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aClientMayMeasureRoundTripsByPings() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ScriptedOrigin origin = answersAfter(done);
        FrameClient client = client(origin);
        send(client, 1, "GET", origin);

        for (int i = 0; i < MANY; i++) {
            client.send(FrameClient.PING, 0, 0, PING);
            assertThat(client.await(FrameClient.PING, 0).flags()).isEqualTo(FrameClient.ACK);
        }
        done.countDown();

        assertThat(body(client)).isEqualTo("whole");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    /** Reads the body of the only stream whose head was discarded. */
    private static String body(FrameClient client) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.type() == FrameClient.DATA) {
                all.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
                if (frame.endsStream()) {
                    return all.toString();
                }
            }
        }
        throw new IOException("the connection was closed within the body");
    }

    @Test
    void aServerMayMeasureRoundTripsByPings() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            for (int i = 0; i < MANY; i++) {
                server.send(FrameClient.PING, 0, 0, PING);
                assertThat(server.await(FrameClient.PING).flags()).isEqualTo(FrameClient.ACK);
            }
            server.data(stream, true, latin1("whole"));
            server.drain();
        });
        FrameClient client = client(origin);
        send(client, 1, "GET", origin);

        assertThat(client.answer(1).body()).isEqualTo("whole");
    }

    @Test
    void aServerMayTuneItsWindowsBySettings() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            for (int i = 0; i < MANY; i++) {
                server.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(4, 65_535 + i));
                server.send(
                        FrameClient.SETTINGS, 0, 0, FrameServer.setting(1, i % 2 * 4096)); // SETTINGS_HEADER_TABLE_SIZE
                server.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1));
                server.send(FrameClient.WINDOW_UPDATE, 0, stream, FrameClient.number(1));
            }
            server.data(stream, true, latin1("whole"));
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = client(origin);
        send(client, 1, "GET", origin);

        assertThat(client.answer(1).body()).isEqualTo("whole");
        send(client, 3, "GET", origin);
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aServerMayResetManyStreamsOnOneConnection() throws Exception {
        int resets = 2 * RapidResetLimit.MOST;
        ScriptedOrigin origin = server(server -> {
            for (int i = 0; i < resets; i++) {
                server.reset(server.request().stream(), 8); // CANCEL
            }
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = client(origin);
        for (int i = 0; i < resets; i++) {
            send(client, 2 * i + 1, "POST", origin);
            assertThat(client.answer(2 * i + 1).reset()).isEqualTo(CANCEL); // the server's code, for this stream alone
        }

        send(client, 2 * resets + 1, "GET", origin);
        assertThat(client.answer(2 * resets + 1).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aClientMayResetManyStreamsAfterTheResponseHead() throws Exception {
        int resets = 3 * RapidResetLimit.MOST;
        ScriptedOrigin origin = server(server -> {
            for (int i = 0; i < resets; i++) {
                server.headers(server.request().stream(), false, ":status", "200");
            }
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = client(origin);
        for (int i = 0; i < resets; i++) {
            int stream = 2 * i + 1;
            send(client, stream, "GET", origin);
            client.await(FrameClient.HEADERS, stream);
            client.send(FrameClient.RST_STREAM, 0, stream, FrameClient.number(8));
        }

        int last = 2 * resets + 1;
        send(client, last, "GET", origin);
        assertThat(body(client)).isEqualTo("ok");
    }

    @Test
    void aClientMayCancelPagesThatHaveJustBegunToLoad() throws Exception {
        ScriptedOrigin origin = server(FrameServer::drain);
        FrameClient client = client(origin);
        int stream = 1;
        for (int page = 0; page < 5; page++) {
            int first = stream;
            for (int i = 0; i < 100; i++, stream += 2) {
                send(client, stream, "GET", origin);
            }
            for (int left = first; left < stream; left += 2) {
                client.send(FrameClient.RST_STREAM, 0, left, FrameClient.number(8));
            }
        }
        client.send(FrameClient.PING, 0, 0, PING);

        assertThat(client.await(FrameClient.PING, 0).flags()).isEqualTo(FrameClient.ACK);
    }

    @Test
    void peersMayKeepStreamsAliveByEmptyFrames() throws Exception {
        int beats = EmptyFrameLimit.MOST / 2;
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            for (int i = 0; i < beats; i++) {
                server.data(stream, false, new byte[0]);
            }
            Frame frame = server.await(FrameClient.DATA);
            while (!frame.endsStream()) {
                frame = server.await(FrameClient.DATA);
            }
            server.data(stream, true, latin1("whole"));
            server.drain();
        });
        FrameClient client = client(origin);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");
        for (int i = 0; i < beats; i++) {
            client.data(1, false, new byte[0]);
        }
        client.data(1, true, latin1("end"));

        assertThat(client.answer(1).body()).isEqualTo("whole");
    }

    @Test
    void aFieldSectionMayArriveInSmallFragments() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.await(FrameClient.HEADERS).stream();
            byte[] block = FrameClient.block(":status", "204", "y", "b".repeat(90_000));
            pieces(block, (type, flags, piece) -> server.send(type, flags, stream, piece));
            server.drain();
        });
        FrameClient client = client(origin);
        byte[] block = FrameClient.block(
                FrameClient.fields("GET", "https://" + authority(origin) + "/", "x", "a".repeat(90_000)));
        pieces(block, (type, flags, piece) -> client.send(type, flags, 1, piece));

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.request().headers().get("x")).hasSize(90_000);
        assertThat(flow.response().headers().get("y")).hasSize(90_000);
    }

    private interface Sending {
        void send(int type, int flags, byte[] piece) throws IOException;
    }

    /** In frames of 1 KiB, like those of a peer with little memory. */
    private static void pieces(byte[] block, Sending sending) throws IOException {
        for (int at = 0; at < block.length; at += 1024) {
            int end = Math.min(at + 1024, block.length);
            int flags = (at == 0 ? FrameClient.END_STREAM : 0) | (end == block.length ? FrameClient.END_HEADERS : 0);
            sending.send(
                    at == 0 ? FrameClient.HEADERS : FrameClient.CONTINUATION,
                    flags,
                    Arrays.copyOfRange(block, at, end));
        }
    }
}
