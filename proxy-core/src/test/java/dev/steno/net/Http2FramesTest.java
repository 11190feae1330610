package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Valid but rare HTTP/2 frames: padding, large frames, priorities, and negative windows. */
class Http2FramesTest extends FramesProxyTest {
    private static final int PRIORITY = 2;
    private static final int PADDED = 8;
    private static final int WITH_PRIORITY = 0x20;

    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;
    private static final int MAX_HEADER_LIST_SIZE = 6;

    private static final int FRAME = 16_384;
    private static final int LARGE_FRAME = 65_536;
    private static final int WINDOW = 65_535;
    private static final String LARGE = "a".repeat(40_000);

    private static final byte[] PING = {'f', 'r', 'a', 'm', 'e', 0, 0, 0};

    private static byte[] padded(int padding, byte[] content) {
        return Bytes.concat(new byte[] {(byte) padding}, content, new byte[padding]);
    }

    private static void settings(FrameClient client, int id, int value) throws IOException {
        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(id, value));
        FrameClient.Frame frame = client.await(FrameClient.SETTINGS, 0);
        while (frame.flags() != FrameClient.ACK) {
            frame = client.await(FrameClient.SETTINGS, 0);
        }
    }

    // ---- fields

    /**
     * SETTINGS_MAX_HEADER_LIST_SIZE is advisory (RFC 9113, 6.5.2): a peer that enforces it refuses the message itself.
     */
    @Test
    void fieldSectionsAboveThePeersAdvisoryLimitAreSent() throws Exception {
        ScriptedOrigin origin = server(FrameServer.setting(MAX_HEADER_LIST_SIZE, 100), server -> {
            FrameServer.Request request = server.request();
            server.headers(request.stream(), true, ":status", "200", "x-back", request.field("x-large"));
            server.drain();
        });
        FrameClient client = client(origin);
        settings(client, MAX_HEADER_LIST_SIZE, 100);
        String large = "b".repeat(5000);
        client.request(1, true, "GET", "https://" + authority(origin) + "/", "x-large", large);

        assertThat(client.answer(1).head()).containsEntry("x-back", large);
    }

    @Test
    void framesToAServerUseItsAnnouncedSize() throws Exception {
        BlockingQueue<FrameClient.Frame> heads = new LinkedBlockingQueue<>();
        ScriptedOrigin origin = server(FrameServer.setting(MAX_FRAME_SIZE, LARGE_FRAME), server -> {
            for (int i = 0; i < 2; i++) {
                FrameClient.Frame frame = server.await(FrameClient.HEADERS);
                heads.add(frame);
                server.ok(frame.stream());
            }
            server.drain();
        });
        FrameClient client = client(origin);
        assertThat(send(client, 1, "GET", origin).answer(1).body())
                .isEqualTo("ok"); // which shows that its SETTINGS were read
        byte[] block =
                FrameClient.block(FrameClient.fields("GET", "https://" + authority(origin) + "/", "x-large", LARGE));
        inFrames(block, (type, flags, piece) -> client.send(type, flags, 3, piece));

        assertThat(client.answer(3).body()).isEqualTo("ok");
        heads.remove();
        assertThat(heads.remove().payload()).hasSizeBetween(FRAME + 1, LARGE_FRAME);
    }

    @Test
    void framesToAClientUseItsAnnouncedSize() throws Exception {
        ScriptedOrigin origin = server(server -> {
            for (int i = 0; i < 2; i++) {
                int stream = server.request().stream();
                byte[] block = FrameClient.block(":status", "204", "x-large", LARGE);
                inFrames(block, (type, flags, piece) -> server.send(type, flags, stream, piece));
            }
            server.drain();
        });
        FrameClient client = client(origin);

        send(client, 1, "GET", origin);
        assertThat(client.await(FrameClient.HEADERS, 1).payload()).hasSize(FRAME);

        settings(client, MAX_FRAME_SIZE, LARGE_FRAME);
        send(client, 3, "GET", origin);
        assertThat(client.await(FrameClient.HEADERS, 3).payload()).hasSizeBetween(FRAME + 1, LARGE_FRAME);
    }

    @Test
    void aFrameAboveTheProxysFrameSizeClosesTheConnection() throws Exception {
        FrameClient client = client(server(FrameServer::drain));

        client.send(FrameClient.DATA, 0, 1, new byte[FRAME + 1]);

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isEqualTo(6); // FRAME_SIZE_ERROR
    }

    private interface Sending {
        void send(int type, int flags, byte[] piece) throws IOException;
    }

    private static void inFrames(byte[] block, Sending sending) throws IOException {
        for (int at = 0; at < block.length; at += FRAME) {
            int end = Math.min(at + FRAME, block.length);
            int flags = (at == 0 ? FrameClient.END_STREAM : 0) | (end == block.length ? FrameClient.END_HEADERS : 0);
            int type = at == 0 ? FrameClient.HEADERS : FrameClient.CONTINUATION;
            sending.send(type, flags, java.util.Arrays.copyOfRange(block, at, end));
        }
    }

    // ---- windows

    @Test
    void aWindowThatAClientMakesNegativePausesTheResponse() throws Exception {
        byte[] body = noise(3 * WINDOW);
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            for (int at = 0; at < body.length; at += WINDOW / 5) {
                server.data(
                        stream,
                        at + WINDOW / 5 == body.length,
                        java.util.Arrays.copyOfRange(body, at, at + WINDOW / 5));
            }
            server.drain();
        });
        FrameClient client = client(origin);
        send(client, 1, "GET", origin).send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 20));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        while (got.size() < WINDOW) {
            got.writeBytes(client.await(FrameClient.DATA, 1).payload());
        }
        assertThat(got.size()).isEqualTo(WINDOW);

        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(INITIAL_WINDOW_SIZE, 100)); // 65,435 below zero
        client.send(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(WINDOW - 100)); // zero
        readToPings(client, got);
        assertThat(got.size()).isEqualTo(WINDOW);

        client.send(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(1000));
        readToPings(client, got);
        assertThat(got.size()).isEqualTo(WINDOW + 1000);

        client.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(INITIAL_WINDOW_SIZE, 1 << 20));
        while (got.size() < body.length) {
            got.writeBytes(client.await(FrameClient.DATA, 1).payload());
        }
        assertThat(got.toByteArray()).isEqualTo(body);
    }

    /**
     * The data that the window admitted, which arrives before the reply to the second PING; that PING is sent after the
     * reply to the first.
     */
    private static void readToPings(FrameClient client, ByteArrayOutputStream got) throws IOException {
        readToPing(client, got);
        readToPing(client, got);
    }

    private static void readToPing(FrameClient client, ByteArrayOutputStream got) throws IOException {
        client.send(FrameClient.PING, 0, 0, PING);
        for (FrameClient.Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.type() == FrameClient.PING) {
                return;
            }
            if (frame.type() == FrameClient.DATA) {
                got.writeBytes(frame.payload());
            }
        }
        throw new IOException("the connection ended");
    }

    @Test
    void aWindowThatAServerMakesNegativePausesTheRequest() throws Exception {
        byte[] body = noise(2 * WINDOW);
        BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> held = new LinkedBlockingQueue<>();
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            while (got.size() < WINDOW) {
                got.writeBytes(server.await(FrameClient.DATA).payload());
            }
            server.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(INITIAL_WINDOW_SIZE, 0));
            server.send(FrameClient.WINDOW_UPDATE, 0, 0, FrameClient.number(1 << 20));
            server.send(FrameClient.WINDOW_UPDATE, 0, stream, FrameClient.number(WINDOW - 1)); // one below zero
            for (int i = 0; i < 2; i++) {
                server.send(FrameClient.PING, 0, 0, PING);
                for (FrameClient.Frame frame = server.next(); frame.type() != FrameClient.PING; frame = server.next()) {
                    got.writeBytes(frame.type() == FrameClient.DATA ? frame.payload() : new byte[0]);
                }
            }
            held.add(got.size());
            server.send(FrameClient.WINDOW_UPDATE, 0, stream, FrameClient.number(1 << 20));
            FrameClient.Frame frame;
            do {
                frame = server.await(FrameClient.DATA);
                got.writeBytes(frame.payload());
            } while (!frame.endsStream());
            bodies.add(got.toByteArray());
            server.ok(stream);
            server.drain();
        });
        FrameClient client = client(origin);
        settings(client, INITIAL_WINDOW_SIZE, WINDOW); // and the proxy's own SETTINGS have arrived
        client.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");
        for (int at = 0; at < body.length; at += WINDOW / 5) {
            client.data(1, at + WINDOW / 5 == body.length, java.util.Arrays.copyOfRange(body, at, at + WINDOW / 5));
        }

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(held.poll(180, TimeUnit.SECONDS)).isEqualTo(WINDOW);
        assertThat(bodies.remove()).isEqualTo(body);
    }

    // ---- padding

    @Test
    void paddingIsNotPartOfBodies() throws Exception {
        ScriptedOrigin origin = server(server -> {
            FrameServer.Request request = server.request();
            FrameClient.Frame data = server.await(FrameClient.DATA);
            int flags = FrameClient.END_HEADERS | PADDED;
            server.send(FrameClient.HEADERS, flags, request.stream(), padded(9, FrameClient.block(":status", "200")));
            server.send(FrameClient.DATA, PADDED, request.stream(), padded(255, data.payload()));
            server.send(FrameClient.DATA, PADDED | FrameClient.END_STREAM, request.stream(), padded(0, latin1("end")));
            server.drain();
        });
        FrameClient client = client(origin);
        byte[] block = FrameClient.block(FrameClient.fields("POST", "https://" + authority(origin) + "/"));
        client.send(FrameClient.HEADERS, FrameClient.END_HEADERS | PADDED, 1, padded(100, block));
        client.send(FrameClient.DATA, PADDED | FrameClient.END_STREAM, 1, padded(200, latin1("body-")));

        assertThat(client.answer(1).body()).isEqualTo("body-end");
        assertThat(proxy.http().request().body().size()).isEqualTo(5);
    }

    /**
     * Padding counts against flow-control windows (RFC 9113, 6.9.1), so it must be returned to them although it is
     * never read.
     */
    @Test
    void paddingIsReturnedToTheWindows() throws Exception {
        int frames = Http2Codec.SERVER_WINDOW / 128;
        byte[] content = padded(254, new byte[] {'x'});
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200");
            long window = Http2Codec.SERVER_WINDOW;
            for (int i = 1; i <= frames; i++) {
                while (window < content.length) {
                    FrameClient.Frame update = server.await(FrameClient.WINDOW_UPDATE);
                    window += update.stream() == stream ? update.code() : 0;
                }
                window -= content.length;
                int flags = PADDED | (i == frames ? FrameClient.END_STREAM : 0);
                server.send(FrameClient.DATA, flags, stream, content);
            }
            server.drain();
        });

        assertThat(send(client(origin), 1, "GET", origin).answer(1).body()).hasSize(frames);
    }

    @Test
    void paddingLongerThanItsFrameClosesTheConnection() throws Exception {
        ScriptedOrigin origin = server(FrameServer::drain);
        FrameClient client = client(origin);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");

        client.send(FrameClient.DATA, PADDED, 1, new byte[] {9, 0, 0});

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isEqualTo(PROTOCOL_ERROR);
    }

    // ---- priorities, which are deprecated (RFC 9113, 5.3.2)

    @Test
    void prioritiesHaveNoEffect() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.send(PRIORITY, 0, stream, new byte[] {0, 0, 0, 0, 15});
            server.ok(stream);
            server.drain();
        });
        FrameClient client = client(origin);
        client.send(PRIORITY, 0, 7, new byte[] {0, 0, 0, 3, 15}); // for a stream that is not open yet
        byte[] block = FrameClient.block(FrameClient.fields("GET", "https://" + authority(origin) + "/"));
        byte[] priority = {(byte) 0x80, 0, 0, 7, (byte) 255};
        int flags = FrameClient.END_HEADERS | FrameClient.END_STREAM | WITH_PRIORITY;
        client.send(FrameClient.HEADERS, flags, 1, Bytes.concat(priority, block));

        assertThat(client.answer(1).body()).isEqualTo("ok");
        client.send(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 15}); // for a stream that has ended
        client.send(FrameClient.PING, 0, 0, PING);
        assertThat(client.await(FrameClient.PING, 0).payload()).isEqualTo(PING);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }
}
