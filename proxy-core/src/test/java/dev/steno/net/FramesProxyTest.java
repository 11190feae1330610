package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import java.io.IOException;

/** A proxy between a client and a server of HTTP/2 that send exact frames, in the TLS of a tunnel. */
abstract class FramesProxyTest extends TlsProxyTest {
    static final int PROTOCOL_ERROR = 1;
    static final int INTERNAL_ERROR = 2;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;

    /** A server that chooses HTTP/2 and does as the script says. */
    ScriptedOrigin server(FrameServer.Script script) throws IOException {
        return server(new byte[0], script);
    }

    /** @param settings the payload of its SETTINGS */
    ScriptedOrigin server(byte[] settings, FrameServer.Script script) throws IOException {
        return tlsOrigin(FrameServer.script(settings, script), "h2", "http/1.1");
    }

    /** A client in a tunnel to the server, agreed on HTTP/2. */
    FrameClient client(ScriptedOrigin origin) throws IOException {
        RawClient client = tlsClient(origin, "h2", "http/1.1");
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        return FrameClient.over(client);
    }

    static String authority(ScriptedOrigin origin) {
        return "localhost:" + origin.port();
    }

    /** A request without a body for a path that is the stream's number. */
    static FrameClient send(FrameClient client, int stream, String method, ScriptedOrigin origin) throws IOException {
        return client.request(stream, true, method, "https://" + authority(origin) + "/" + stream);
    }

    /** The flow that ended, which failed for this. */
    HttpFlow failed(FlowError.Step step, String why) {
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(step);
        assertThat(flow.error().message()).contains(why);
        return flow;
    }
}
