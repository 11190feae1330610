package dev.steno.testing.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.io.IOException;

/** A proxy between a client and a server of HTTP/2 that send exact frames, in the TLS of a tunnel. */
public abstract class FramesProxyTest extends TlsProxyTest {
    public static final int PROTOCOL_ERROR = 1;
    public static final int INTERNAL_ERROR = 2;
    public static final int REFUSED_STREAM = 7;
    public static final int CANCEL = 8;

    /** A server that chooses HTTP/2 and does as the script says. */
    protected ScriptedOrigin server(FrameServer.Script script) throws IOException {
        return server(new byte[0], script);
    }

    /** @param settings the payload of its SETTINGS */
    protected ScriptedOrigin server(byte[] settings, FrameServer.Script script) throws IOException {
        return tlsOrigin(FrameServer.script(settings, script), "h2", "http/1.1");
    }

    /** A client in a tunnel to the server, agreed on HTTP/2. */
    protected FrameClient client(ScriptedOrigin origin) throws IOException {
        RawClient client = tlsClient(origin, "h2", "http/1.1");
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        return FrameClient.over(client);
    }

    protected static String authority(ScriptedOrigin origin) {
        return "localhost:" + origin.port();
    }

    /** A request without a body for a path that is the stream's number. */
    protected static FrameClient send(FrameClient client, int stream, String method, ScriptedOrigin origin)
            throws IOException {
        return client.request(stream, true, method, "https://" + authority(origin) + "/" + stream);
    }

    /** The flow that ended, which failed for this. */
    protected HttpFlow failed(FlowError.Step step, String why) {
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(step);
        assertThat(flow.error().message()).contains(why);
        return flow;
    }
}
