package dev.steno.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.TcpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.tls.Hellos;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** ClientHellos that are split into several records, as some programs do to hide the server name, or into thousands. */
class HelloInCrumbsTest extends ModeTest {
    private static final int HANDSHAKE = 22;

    private static byte[] some() {
        byte[] message = Hellos.large();
        return Hellos.records(message, message.length / 20);
    }

    private static byte[] masses() {
        return Hellos.records(Hellos.endless(10_000), 1);
    }

    @Test
    void aClientHelloInSeveralRecordsIsIntercepted() throws Exception {
        ScriptedOrigin origin = tlsOrigin(Wiretap::awaitEnd);
        RawClient client = client().connect("localhost:" + origin.port()).send(some());

        assertThat(client.wire().readExactly(1)[0]).isEqualTo((byte) HANDSHAKE);
    }

    @Test
    void aClientHelloInSeveralRecordsAndSingleBytesIsAcceptedByTheListener() throws Exception {
        RawClient client = client();
        for (byte one : some()) {
            client.send(new byte[] {one});
        }

        assertThat(client.wire().readExactly(1)[0]).isEqualTo((byte) HANDSHAKE);
    }

    @Test
    void aClientHelloInThousandsOfRecordsPassesThroughATunnelUnchanged() throws Exception {
        byte[] masses = masses();
        ScriptedOrigin origin = origin(connection -> {
            connection.readExactly(masses.length);
            connection.send("heard");
        });
        RawClient client = client().connect(origin.authority()).send(masses);

        assertThat(client.wire().readToEnd()).isEqualTo("heard");
        assertThat(origin.receivedBytes()).isEqualTo(masses);
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("tcp");
    }

    @Test
    void aClientHelloInThousandsOfRecordsIsRefusedByTheListener() throws Exception {
        RawClient client = client().send(Arrays.copyOf(masses(), 6 * (ClientHelloReader.MOST_RECORDS + 1)));

        assertThat(client.isClosedByProxy()).isTrue();
        TcpFlow flow = proxy.tcp();
        assertThat(flow.error().step()).isEqualTo(Step.REQUEST);
        assertThat(flow.error().message()).contains("the limit of 32 records");
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void aClientHelloInThousandsOfRecordsPassesThroughAReverseTlsListener() throws Exception {
        byte[] masses = masses();
        ScriptedOrigin origin = tlsOrigin(connection -> connection.readExactly(masses.length));
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().send(masses);

        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(origin.receivedBytes()).isEqualTo(masses);
    }
}
