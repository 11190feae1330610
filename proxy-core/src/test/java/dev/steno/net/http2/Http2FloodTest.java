package dev.steno.net.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ProxyTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Clients that cause work with frames that cost them nothing get ENHANCE_YOUR_CALM, and their connection is closed. */
class Http2FloodTest extends ProxyTest {
    private static final int ENHANCE_YOUR_CALM = 11;

    private interface Sending {
        void run() throws IOException;
    }

    /** Sends on a separate thread, since the proxy may close the connection during a write. */
    private void flood(Sending sending) {
        Thread thread = new Thread(
                () -> {
                    try {
                        sending.run();
                    } catch (IOException e) {
                        // the connection was closed, as expected
                    }
                },
                "flood");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] times(int count, byte[] frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** GETs, each followed by a frame on its stream, in one piece: the proxy does not count a stream that stays open for a while. */
    private static byte[] getsThenEach(ScriptedOrigin origin, int type, int number) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] block = FrameClient.block(FrameClient.fields("GET", "http://" + origin.authority() + "/"));
        int flags = FrameClient.END_HEADERS | FrameClient.END_STREAM;
        for (int i = 0; i < 3 * RapidResetLimit.MOST; i++) {
            all.writeBytes(FrameClient.frame(FrameClient.HEADERS, flags, 2 * i + 1, block));
            all.writeBytes(FrameClient.frame(type, 0, 2 * i + 1, FrameClient.number(number)));
        }
        return all.toByteArray();
    }

    /** Reads up to the required GOAWAY and the end of the connection. */
    private static int goaway(FrameClient client) throws IOException {
        int code = -1;
        for (FrameClient.Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.type() == FrameClient.GOAWAY) {
                code = frame.code();
            }
        }
        return code;
    }

    /**
     * The proxy ends the connection within twice the limit: streams that were reset late, because the machine paused, are not
     * counted. A client that is still sending may lose the GOAWAY, since the close of a connection with unread bytes resets it.
     */
    private void assertCalmed(FrameClient client) throws IOException {
        assertThat(goaway(client)).isIn(ENHANCE_YOUR_CALM, -1);
        assertThat(proxy.flows().size()).isBetween(1, 2 * RapidResetLimit.MOST);
    }

    private String recorded() {
        return proxy.ended(1).stream()
                .filter(flow -> flow.error() != null)
                .map(flow -> flow.error().message())
                .findFirst()
                .orElse("");
    }

    /** Sends without reading until the proxy ends the connection. */
    private static void sendUnread(FrameClient client, byte[] frame) {
        byte[] some = times(4096, frame);
        assertThatThrownBy(() -> {
                    for (int sent = 0; sent < 256 << 20; sent += some.length) {
                        client.raw().send(some);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void pingsWhoseRepliesAreNotReadEndTheConnection() throws Exception {
        sendUnread(FrameClient.over(client()), FrameClient.frame(FrameClient.PING, 0, 0, new byte[8]));

        assertThat(recorded()).contains("replies to control frames are queued and not read");
    }

    @Test
    void settingsWhoseAcknowledgementsAreNotReadEndTheConnection() throws Exception {
        sendUnread(FrameClient.over(client()), FrameClient.frame(FrameClient.SETTINGS, 0, 0));

        assertThat(recorded()).contains("replies to control frames are queued and not read");
    }

    @Test
    void aClientThatResetsItsStreamsImmediatelyIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());
        flood(() -> client.raw().send(getsThenEach(origin, FrameClient.RST_STREAM, 8)));

        assertCalmed(client);
        assertThat(proxy.ended(proxy.flows().size()))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.FAILED));
    }

    @Test
    void aClientThatProvokesResetsOfItsStreamsIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());
        flood(() -> client.raw().send(getsThenEach(origin, FrameClient.WINDOW_UPDATE, 0))); // a stream error

        assertCalmed(client);
    }

    @Test
    void aFloodOfContinuationsEndsTheConnection() throws Exception {
        FrameClient client = FrameClient.over(client());
        flood(() -> {
            client.send(FrameClient.HEADERS, 0, 1, FrameClient.block(":method", "GET"));
            client.raw()
                    .send(times(
                            100_000, FrameClient.frame(FrameClient.CONTINUATION, 0, 1, FrameClient.block("a", "b"))));
        });

        assertThat(goaway(client)).isPositive();
        assertThat(recorded()).contains("the client broke the rules of HTTP/2");
    }

    @Test
    void aFloodOfEmptyDataEndsTheConnection() throws Exception {
        ScriptedOrigin origin = origin(connection -> connection.awaitEnd());
        FrameClient client = FrameClient.over(client()).post(1, origin.authority(), "/");
        flood(() -> client.raw().send(times(3 * EmptyFrameLimit.MOST, FrameClient.frame(FrameClient.DATA, 0, 1))));

        assertThat(goaway(client)).isEqualTo(ENHANCE_YOUR_CALM);
        assertThat(proxy.http().error().message()).contains("the client broke the rules of HTTP/2");
    }

    @Test
    void anOversizedFieldSectionIsAnswered431AndRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        FrameClient client = FrameClient.over(client());
        String large = "a".repeat(15_000);
        byte[] block = FrameClient.block(
                ":method", "GET", ":scheme", "http", ":authority", origin.authority(), ":path", "/", "x", large);
        client.send(FrameClient.HEADERS, FrameClient.END_STREAM, 1, block);
        byte[] field = FrameClient.block("x", large);
        for (int i = 0; i < 18; i++) {
            client.send(FrameClient.CONTINUATION, i == 17 ? FrameClient.END_HEADERS : 0, 1, field);
        }

        FrameClient.Answer answer = client.answer(1);

        assertThat(answer.status()).isEqualTo(431);
        HttpFlow flow = proxy.http();
        assertThat(flow.error().message()).contains("larger than " + ProxySettings.MAX_HEADERS + " bytes");
        assertThat(origin.sawAnything()).isFalse();
        assertThat(client.get(3, origin.authority(), "/").answer(3).body()).isEqualTo("ok");
    }

    @Test
    void anEndlessFieldSectionEndsTheConnection() throws Exception {
        FrameClient client = FrameClient.over(client());
        byte[] field = FrameClient.block("x", "a".repeat(15_000));
        flood(() -> {
            client.send(FrameClient.HEADERS, 0, 1, field);
            client.raw().send(times(1000, FrameClient.frame(FrameClient.CONTINUATION, 0, 1, field)));
        });

        assertThat(goaway(client)).isPositive();
    }

    @Test
    void aStreamBeyondTheLimitIsRefusedAndTheOthersContinue() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client());
        client.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
        for (int i = 0; i <= Http2Codec.MOST_STREAMS; i++) {
            client.post(2 * i + 1, origin.authority(), "/");
        }
        int refused = 2 * Http2Codec.MOST_STREAMS + 1;

        assertThat(client.answer(refused).reset())
                .isEqualTo(7); // REFUSED_STREAM: the request was not processed and may be retried
        assertThat(proxy.flows()).hasSize(Http2Codec.MOST_STREAMS);
        byte[] settings = Arrays.copyOf(new byte[8], 8);
        client.send(FrameClient.PING, 0, 0, settings);
        assertThat(client.await(FrameClient.PING, 0).flags()).isEqualTo(FrameClient.ACK);
    }
}
