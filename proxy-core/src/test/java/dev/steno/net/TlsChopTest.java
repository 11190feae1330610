package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.CutConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Intercepted TLS gives the same result wherever the network splits the data, and ends cleanly wherever a connection is
 * reset, on either side of the proxy.
 */
class TlsChopTest extends TlsProxyTest {
    /** Handshakes are slow, so only every n-th byte is tried; -Dsteno.chop.step=1 tries all. */
    private static final int STEP = Integer.getInteger("steno.chop.step", 13);

    private int flows;
    private int messages;
    private SSLContext trusting;

    private ScriptedOrigin talking() throws IOException {
        return tlsOrigin(
                connection -> {
                    connection.send("+OK ready\r\n"); // a server that speaks first
                    assertThat(connection.readText(5)).isEqualTo("\u0000said");
                    connection.send("bye");
                },
                "x-custom");
    }

    /** Runs the whole conversation and returns the received and the recorded data. */
    private List<Object> converse(int proxyPort, int originPort) throws Exception {
        String heard;
        try (RawClient client = connect(proxyPort, originPort)) {
            heard = client.wire().readLine() + client.tlsSocket().getApplicationProtocol();
            heard += client.send("\u0000said").wire().readToEnd();
        }
        TcpFlow flow = ended();
        return List.of(
                heard,
                flow.state(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                String.valueOf(flow.client().tls().alpn()),
                String.valueOf(flow.server().tls().alpn()),
                said());
    }

    private RawClient connect(int proxyPort, int originPort) throws IOException {
        if (trusting == null) {
            trusting = trustingSteno();
        }
        RawClient client = RawClient.over(new Socket(InetAddress.getByName("127.0.0.1"), proxyPort));
        try {
            return client.connect("localhost:" + originPort).tls(trusting, "localhost", "x-custom");
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private TcpFlow ended() {
        int now = ++flows;
        Awaitility.await()
                .until(() -> proxy.flows().size() == now
                        && proxy.flows().get(now - 1).state() != FlowState.OPEN);
        return (TcpFlow) proxy.flows().get(now - 1);
    }

    /**
     * Returns the data recorded of either side since the last call, joined: where one message ends depends on the
     * network.
     */
    private List<String> said() {
        List<Message> all = proxy.messages();
        StringBuilder client = new StringBuilder();
        StringBuilder server = new StringBuilder();
        for (Message message : all.subList(messages, all.size())) {
            (message.direction().isFromClient() ? client : server)
                    .append(new String(message.data(), StandardCharsets.ISO_8859_1));
        }
        messages = all.size();
        return List.of(client.toString(), server.toString());
    }

    @Test
    void theDataOfAClientIsTheSameInEverySplit() throws Exception {
        ScriptedOrigin origin = talking();
        CutConnection cut = closing(new CutConnection(proxy.port(), false));
        everySplit(cut, () -> converse(cut.port(), origin.port()));
    }

    @Test
    void theDataOfAServerIsTheSameInEverySplit() throws Exception {
        ScriptedOrigin origin = talking();
        CutConnection cut = closing(new CutConnection(origin.port(), true));
        everySplit(cut, () -> converse(proxy.port(), cut.port()));
    }

    private interface Conversation {
        Object seen() throws Exception;
    }

    private static void everySplit(CutConnection cut, Conversation conversation) throws Exception {
        cut.cutAfter(0);
        Object whole = conversation.seen();
        int bytes = cut.passed();
        assertThat(bytes).isGreaterThan(300);
        for (int at = 1; at < bytes; at += STEP) {
            cut.cutAfter(at);
            assertThat(conversation.seen())
                    .as("cut after %d of %d bytes", at, bytes)
                    .isEqualTo(whole);
        }
    }

    @Test
    void eitherEndMayResetAfterAnyByte() throws Exception {
        ScriptedOrigin origin = talking();
        CutConnection client = closing(new CutConnection(proxy.port(), false));
        CutConnection server = closing(new CutConnection(origin.port(), true));
        client.cutAfter(0);
        server.cutAfter(0);
        converse(client.port(), server.port());
        String connect = RawClient.connectTo("localhost:" + server.port()); // a stream without any data is not recorded
        breakAt(client, connect.length() + 1, client.passed(), server.port(), client.port());
        client.cutAfter(0);
        breakAt(server, 1, server.passed(), server.port(), client.port());
        Awaitility.await()
                .until(() -> origin.connections().stream()
                        .allMatch(connection -> connection.socket().isClosed()));
    }

    private void breakAt(CutConnection cut, int from, int to, int originPort, int proxyPort) throws Exception {
        for (int at = from; at < to; at += 3 * STEP) {
            cut.resetAfter(at);
            int before = proxy.flows().size();
            try (RawClient broken = connect(proxyPort, originPort)) {
                broken.wire().readLine();
                broken.send("\u0000said").wire().awaitEnd();
            } catch (IOException e) {
                // expected: which of them depends on the byte
            }
            Awaitility.await()
                    .alias("reset after " + at + " bytes")
                    .until(() -> proxy.flows().size() == before + 1
                            && proxy.flows().get(before).state() != FlowState.OPEN);
        }
    }
}
