package dev.steno.net;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.wire.Chop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The data in a tunnel is classified in the same way and forwarded unchanged, wherever the network splits it. */
class TunnelChopTest extends ProxyTest {
    private int flows;
    private int messages;

    private byte[] tunnel(ScriptedOrigin origin, byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(latin1("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        all.writeBytes(content);
        return all.toByteArray();
    }

    private interface Listening {
        String heard(Wiretap wire) throws Exception;
    }

    private static String untilTheEnd(Wiretap wire) throws Exception {
        wire.shutOutput();
        return wire.readToEnd();
    }

    /** Sends all data, reads the response, and waits for the flow. */
    private Object converse(ScriptedOrigin origin, Chop chop, Listening listening) throws Exception {
        String heard;
        try (RawClient client = client()) {
            chop.send(client.wire().socket());
            heard = listening.heard(client.wire());
        }
        int now = ++flows;
        Awaitility.await()
                .until(() -> proxy.flows().size() == now
                        && proxy.flows().stream().noneMatch(flow -> flow.state() == FlowState.OPEN));
        String received = origin.connections().get(now - 1).received();
        return List.of(heard, received, facts(proxy.flows().get(now - 1)), said());
    }

    private List<Object> facts(Flow flow) {
        if (flow instanceof HttpFlow http) {
            return List.of(
                    http.state(),
                    http.request().method(),
                    http.request().path(),
                    http.response().status());
        }
        TcpFlow tcp = (TcpFlow) flow;
        Tls tls = tcp.client().tls();
        return List.of(
                tcp.state(),
                tcp.protocol(),
                tcp.sentByClient(),
                tcp.sentByServer(),
                tls == null ? "" : tls.sni() + tls.alpnOffers());
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

    private ScriptedOrigin answeringAtTheEnd(String answer) throws Exception {
        return origin(connection -> {
            connection.readToEnd();
            connection.send(answer);
        });
    }

    @Test
    void aRawStreamIsTheSameInEverySplit() throws Exception {
        ScriptedOrigin origin = answeringAtTheEnd("\u0000bye");
        Chop.allGiveTheSame(
                tunnel(origin, latin1("SSH-2.0-made_up\r\n\u0016\u0003\u0001\u00ff")),
                chop -> converse(origin, chop, TunnelChopTest::untilTheEnd));
    }

    @Test
    void httpIsTheSameInEverySplit() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        Chop.allGiveTheSame(
                tunnel(origin, latin1("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")),
                chop -> converse(
                        origin,
                        chop,
                        wire -> wire.readHead() + wire.readResponse(false).head()));
    }

    @Test
    void aPassedThroughClientHelloIsReadTheSameInEverySplit() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readToEnd();
            connection.send("\u0015\u0003\u0003\u0000\u0002\u0002\u0028"); // the handshake_failure alert
        });
        Chop.allGiveTheSame(
                tunnel(origin, hello("name.example", "acme-tls/1")),
                chop -> converse(origin, chop, TunnelChopTest::untilTheEnd));
    }

    /** A ClientHello. */
    private static byte[] hello(String name, String protocol) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(new String[] {protocol});
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }
}
