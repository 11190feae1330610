package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.END_HEADERS;
import static dev.steno.testing.http2.FrameClient.END_STREAM;
import static dev.steno.testing.http2.FrameClient.block;
import static dev.steno.testing.http2.FrameClient.frame;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.wire.Chop;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The flows and the requests at the server are the same, whatever segments the network delivers an HTTP/2 conversation
 * in.
 */
class Http2ChopTest extends ProxyTest {
    private final List<String> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
    private int flows;

    private static byte[] conversation(ScriptedOrigin origin) {
        String authority = origin.authority();
        return Bytes.concat(
                FrameClient.PREFACE,
                frame(FrameClient.SETTINGS, 0, 0),
                frame(FrameClient.HEADERS, 0, 1, block(":method", "POST", ":scheme", "http", ":authority", authority)),
                frame(FrameClient.CONTINUATION, END_HEADERS, 1, block(":path", "/one?%zz", "x-b", "\u00fc")),
                frame(FrameClient.DATA, 0, 1, latin1("abc")),
                frame(FrameClient.DATA, 8, 1, latin1("\u0002def\0\0")), // padded
                frame(FrameClient.PING, 0, 0, new byte[8]),
                frame(FrameClient.HEADERS, END_STREAM | END_HEADERS, 1, block("x-t", "1")),
                frame(
                        FrameClient.HEADERS,
                        END_STREAM | END_HEADERS,
                        3,
                        block(":method", "GET", ":path", "/bad", ":scheme", "http", "host", "a\nb")));
    }

    private ScriptedOrigin.Script listening() {
        return connection -> {
            HttpAnswer request = connection.readWholeRequest();
            requests.add(request.head() + request.text() + request.trailers());
            connection.send(OK);
            connection.awaitEnd();
        };
    }

    private Object converse(Chop chop) throws Exception {
        requests.clear();
        String answered;
        RawClient raw = client();
        chop.send(raw.wire().socket());
        FrameClient client = FrameClient.reading(raw);
        answered = client.answer(1).toString();
        int now = flows += 2;
        Awaitility.await()
                .until(() -> proxy.flows().size() == now
                        && proxy.flows().stream().noneMatch(flow -> flow.state() == FlowState.OPEN));
        raw.close();
        List<Object> seen = new ArrayList<>(List.of(answered, List.copyOf(requests)));
        for (Flow flow : proxy.flows().subList(now - 2, now)) {
            HttpFlow http = (HttpFlow) flow;
            seen.add(http.state() + " " + http.request().url() + " "
                    + http.request().headers() + " "
                    + http.request().trailers() + " "
                    + new String(proxy.bytes(http.request().body())) + " "
                    + http.error());
        }
        return seen.toString().replaceAll("time=\\d+", "");
    }

    @Test
    void everySplitGivesTheSameFlowsAndRequests() throws Exception {
        ScriptedOrigin origin = origin(listening());
        Chop.allGiveTheSame(conversation(origin), this::converse);
    }
}
