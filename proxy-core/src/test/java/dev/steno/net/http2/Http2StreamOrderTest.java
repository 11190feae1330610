package dev.steno.net.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * HEADERS on streams that have ended or were skipped (RFC 9113, 5.1 and 5.1.1), including those that crossed a reset
 * and are no error.
 */
class Http2StreamOrderTest extends FramesProxyTest {
    private static final int STREAM_CLOSED = 5;

    private static final byte[] PING = {'o', 'r', 'd', 'e', 'r', 0, 0, 0};

    private static void serve(FrameServer server) throws java.io.IOException {
        while (true) {
            server.ok(server.request().stream());
        }
    }

    private static void stands(FrameClient client) throws Exception {
        client.send(FrameClient.PING, 0, 0, PING);
        assertThat(client.await(FrameClient.PING, 0).payload()).isEqualTo(PING);
    }

    @Test
    void theServersSettingsAreSentInReplyToThePrefaceAlone() throws Exception {
        RawClient raw = tlsClient(server(FrameServer::drain), "h2");
        raw.send(FrameClient.PREFACE);

        assertThat(FrameClient.reading(raw).next().type()).isEqualTo(FrameClient.SETTINGS);
    }

    @Test
    void headersAfterTheEndOfARequestResetTheStream() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        ScriptedOrigin origin = server(server -> {
            server.request(); // is not answered
            server.ok(server.request().stream());
            server.await(FrameClient.RST_STREAM);
            reset.countDown();
            server.drain();
        });
        FrameClient client = client(origin);
        send(client, 1, "GET", origin);
        send(client, 3, "GET", origin);
        assertThat(client.answer(3).body())
                .isEqualTo("ok"); // which shows that the first request has reached the server and continues

        send(client, 1, "GET", origin);

        assertThat(client.answer(1).reset()).isEqualTo(STREAM_CLOSED);
        assertThat(reset.await(180, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        stands(client);
    }

    @Test
    void headersOnAStreamThatHasEndedCloseTheConnection() throws Exception {
        ScriptedOrigin origin = server(Http2StreamOrderTest::serve);
        FrameClient client = client(origin);
        assertThat(send(client, 1, "GET", origin).answer(1).body()).isEqualTo("ok");

        send(client, 1, "GET", origin);

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isEqualTo(STREAM_CLOSED);
    }

    @Test
    void aSkippedStreamCannotBeOpened() throws Exception {
        ScriptedOrigin origin = server(Http2StreamOrderTest::serve);
        FrameClient client = client(origin);
        assertThat(send(client, 5, "GET", origin).answer(5).body()).isEqualTo("ok");

        send(client, 3, "GET", origin);

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isEqualTo(PROTOCOL_ERROR);
        Flow flow = proxy.ended(2).get(1);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.REQUEST);
        assertThat(flow.error().message()).contains("stream 3 was opened after stream 5");
    }

    @Test
    void anyNumberOfStreamsMayBeSkipped() throws Exception {
        ScriptedOrigin origin = server(Http2StreamOrderTest::serve);
        FrameClient client = client(origin);
        int stream = 1;
        for (int i = 0; i < 6; i++) { // beyond the number of remembered streams
            assertThat(send(client, stream, "GET", origin).answer(stream).body())
                    .isEqualTo("ok");
            stream += i % 2 == 0 ? 2 * StreamOrderReader.REMEMBERED - 4 : 10 * StreamOrderReader.REMEMBERED;
        }

        stands(client);
    }

    /** The client cannot know about the reset yet: its trailers crossed it. */
    @Test
    void trailersThatCrossAResetAreIgnored() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.reset(server.request().stream(), CANCEL);
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = client(origin);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");
        assertThat(client.answer(1).reset()).isEqualTo(CANCEL);

        client.data(1, false, latin1("more"));
        client.headers(1, true, "x-sum", "1");
        client.headers(1, true, "x-sum", "1");

        stands(client);
        assertThat(send(client, 3, "GET", origin).answer(3).body()).isEqualTo("ok");
    }

    /** The client itself reset this stream, so the HEADERS are its error; its other streams are not affected. */
    @Test
    void headersOnAStreamThatTheClientResetAffectOnlyThatStream() throws Exception {
        ScriptedOrigin origin = server(server -> {
            while (true) {
                FrameServer.Request request = server.request();
                if (request.field(":method").equals("GET")) { // the POST may end early
                    server.ok(request.stream());
                }
            }
        });
        FrameClient client = client(origin);
        client.request(1, false, "POST", "https://" + authority(origin) + "/");
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(CANCEL));

        client.headers(1, true, "x-sum", "1");

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(STREAM_CLOSED);
        assertThat(send(client, 3, "GET", origin).answer(3).body()).isEqualTo("ok");
    }
}
