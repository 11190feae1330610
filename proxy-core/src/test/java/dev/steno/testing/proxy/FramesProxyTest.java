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

/** Base class for tests of a proxy between an HTTP/2 client and server that send exact frames, with TLS in a tunnel. */
public abstract class FramesProxyTest extends TlsProxyTest {
    public static final int PROTOCOL_ERROR = 1;
    public static final int INTERNAL_ERROR = 2;
    public static final int REFUSED_STREAM = 7;
    public static final int CANCEL = 8;

    /** Starts a server that negotiates HTTP/2 and runs a script for each connection. */
    protected ScriptedOrigin server(FrameServer.Script script) throws IOException {
        return server(new byte[0], script);
    }

    /** @param settings the payload of the server's SETTINGS */
    protected ScriptedOrigin server(byte[] settings, FrameServer.Script script) throws IOException {
        return tlsOrigin(FrameServer.script(settings, script), "h2", "http/1.1");
    }

    /** Connects a client through a tunnel to the server, with HTTP/2 negotiated. */
    protected FrameClient client(ScriptedOrigin origin) throws IOException {
        RawClient client = tlsClient(origin, "h2", "http/1.1");
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        return FrameClient.over(client);
    }

    protected static String authority(ScriptedOrigin origin) {
        return "localhost:" + origin.port();
    }

    /** Sends a request without a body; its path is the number of the stream. */
    protected static FrameClient send(FrameClient client, int stream, String method, ScriptedOrigin origin)
            throws IOException {
        return client.request(stream, true, method, "https://" + authority(origin) + "/" + stream);
    }

    /** Waits for the only flow, and checks that it failed at this step with a message that contains {@code why}. */
    protected HttpFlow failed(FlowError.Step step, String why) {
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(step);
        assertThat(flow.error().message()).contains(why);
        return flow;
    }
}
