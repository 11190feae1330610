package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import org.junit.jupiter.api.Test;

/** A proxy with an https URL: clients use TLS to the proxy, and TLS to servers within that. */
class TlsToTheProxyTest extends ModeTest {
    private Curl.Output curl(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 6];
        System.arraycopy(
                new String[] {"-x", "https://localhost:" + proxy.port(), "--proxy-cacert", ca(), "--cacert", ca()},
                0,
                all,
                0,
                6);
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return Curl.curl(all);
    }

    @Test
    void curlGetsPlainPagesWithinTls() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        assertThat(curl("http://" + origin.authority() + "/1", "http://" + origin.authority() + "/2"))
                .isEqualTo(new Curl.Output(0, "okok"));

        HttpFlow flow = (HttpFlow) proxy.ended(2).get(0);
        assertThat(flow.request().url()).isEqualTo("http://" + origin.authority() + "/1");
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
    }

    @Test
    void curlGetsHttpsPagesInTlsInTls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        assertThat(curl("https://localhost:" + origin.port() + "/1", "https://localhost:" + origin.port() + "/2"))
                .isEqualTo(new Curl.Output(0, "okok"));

        assertThat(urls(proxy, 2))
                .containsOnly("https://localhost:" + origin.port() + "/1", "https://localhost:" + origin.port() + "/2");
    }

    @Test
    void plainHttpInATunnelInTlsStaysInTheClear() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        assertThat(curl("-p", "http://" + origin.authority() + "/")).isEqualTo(new Curl.Output(0, "ok"));

        assertThat(proxy.http().request().url()).isEqualTo("http://" + origin.authority() + "/");
    }

    @Test
    void aRawStreamInATunnelInTlsPasses() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("220 hello\r\n");
            connection.awaitEnd();
        });
        RawClient client = client().tls(trustingSteno(), "localhost").connect(origin.authority());

        assertThat(client.wire().readExactly(11)).isEqualTo(latin1("220 hello\r\n"));
        client.close();

        assertThat(proxy.tcp().error()).isNull();
    }

    @Test
    void aClientThatDisconnectsWithinItsClientHelloIsRecorded() throws Exception {
        client().send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, 0}).close();

        assertThat(proxy.tcp().protocol()).isEqualTo("tls");
        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
    }
}
