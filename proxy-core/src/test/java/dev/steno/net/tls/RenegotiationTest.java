package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.RepeatedTest;

/** Servers that renegotiate TLS 1.2 before they answer, which curl supports. */
class RenegotiationTest extends TlsProxyTest {

    @RepeatedTest(3) // the handshake and the data after it may arrive in one read or in two
    void theFirstConnectionReportsARenegotiationAndTheNextSupportsIt() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            SSLSocket socket = (SSLSocket) connection.socket();
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            while (connection.readRequest() != null) {
                socket.startHandshake();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });

        RawClient client = tlsClient(origin).send("GET /private HTTP/1.1\r\nHost: localhost\r\n\r\n");
        HttpAnswer first = client.response();
        assertThat(first.status()).isEqualTo(502);
        assertThat(first.text()).contains("it started a TLS renegotiation");

        HttpAnswer second =
                client.send("GET /private HTTP/1.1\r\nHost: localhost\r\n\r\n").response();
        assertThat(second.text()).isEqualTo("ok");
        assertThat(((HttpFlow) proxy.ended(2).get(1)).error()).isNull();
    }
}
