package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.END_HEADERS;
import static dev.steno.testing.http2.FrameClient.END_STREAM;
import static dev.steno.testing.http2.FrameClient.block;
import static dev.steno.testing.http2.FrameClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.Bytes;
import dev.steno.testing.fuzz.Mutation;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FuzzProxyTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Randomly mutated frames of an HTTP/2 client, including HPACK field blocks. */
class Http2RequestFuzzTest extends FuzzProxyTest {
    private static final Mutation MUTATION = Mutation.with(
            "\0\0\0\0\u0001\0\0\0\u0001", // END_STREAM of stream 1
            "\0\0\4\u0003\0\0\0\0\u0001\0\0\0\u0008", // a reset
            "\0\0\u0008\u0006\0\0\0\0\0pingping",
            "\0\0\6\4\0\0\0\0\0\0\4\u007f\u00ff\u00ff\u00ff", // windows of 2 GiB
            "\0\0\6\4\0\0\0\0\0\0\1\0\0\0\0", // no dynamic table
            "\0\0\4\u0008\0\0\0\0\0\u007f\u00ff\u00ff\u00ff",
            "\0\0\0\u0009\4\0\0\0\u0001", // a continuation
            "\0\0\u0008\u0007\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "\u0082",
            "\u00be",
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u003f\u00e1\u001f",
            "\u0040\u0004host\u0001a",
            "\u0010\u0011transfer-encoding\u0007chunked",
            "\u0010\u000econtent-length\u00015");

    private byte[] sound(long number) {
        String authority = origin.authority();
        String path = "/one-" + number;
        return Bytes.concat(
                frame(FrameClient.SETTINGS, 0, 0, FrameServer.setting(4, 70_000)),
                frame(
                        FrameClient.HEADERS,
                        0,
                        1,
                        block(":method", "POST", ":scheme", "http", ":authority", authority, ":path", path)),
                frame(FrameClient.CONTINUATION, END_HEADERS, 1, block("cookie", "a=b", "cookie", "c=d")),
                frame(FrameClient.DATA, 0, 1, latin1("abc")),
                frame(FrameClient.DATA, 8, 1, latin1("\u0002def\0\0")),
                frame(FrameClient.WINDOW_UPDATE, 0, 1, FrameClient.number(1000)),
                frame(FrameClient.HEADERS, END_STREAM | END_HEADERS, 1, block("x-t", "1")),
                frame(
                        FrameClient.HEADERS,
                        END_STREAM | END_HEADERS,
                        3,
                        block(":method", "GET", ":path", path + "-b", ":scheme", "http", ":authority", authority)));
    }

    @Test
    void theServerReadsWhatIsRecorded() {
        fuzz(400, this::tried);
    }

    private void tried(long number, Random random) throws Exception {
        byte[] sent = MUTATION.of(sound(number), random);
        int port;
        try (RawClient client = RawClient.to(proxy.port())) {
            port = client.wire().socket().getLocalPort();
            client.send(Bytes.concat(FrameClient.PREFACE, sent));
            client.wire().shutOutput();
            untilClosed(client.wire());
        }
        List<Flow> flows = flowsOf(port);
        if (flows.stream().noneMatch(TcpFlow.class::isInstance)) {
            List<String> recorded = flows.stream()
                    .map(flow -> ((HttpFlow) flow).request())
                    .map(request -> request.method() + " " + request.url().replaceFirst("^http://[^/]*", ""))
                    .toList();
            List<String> read = readOf(number, recorded::contains);
            assertThat(recorded).as("input %s", number).containsAll(read);
            assertThat(read).as("input %s", number).hasSizeLessThanOrEqualTo(recorded.size());
        }
        if (number % 8 == 0) {
            checkAlive(number);
        }
    }
}
