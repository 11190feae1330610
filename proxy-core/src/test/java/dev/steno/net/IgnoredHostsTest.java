package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.builtin.IgnoredHosts;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.option.OptionException;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Connections that {@code --ignore-hosts} and {@code --allow-hosts} pass through. */
class IgnoredHostsTest extends TlsProxyTest {
    private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Override
    protected Addon[] addons() {
        return new Addon[] {new IgnoredHosts()};
    }

    /** A client that trusts only the server's own certificate. */
    private void passesThrough(ScriptedOrigin origin, String target, String name) throws Exception {
        try (RawClient client = client().connect(target + ":" + origin.port()).tls(originCa.trusted(), name)) {
            assertThat(client.send(REQUEST).response().text()).isEqualTo("ok");
        }
    }

    private void isRead(ScriptedOrigin origin, String target, String name) throws Exception {
        try (RawClient client = client().connect(target + ":" + origin.port()).tls(trustingSteno(), name)) {
            assertThat(client.send(REQUEST).response().text()).isEqualTo("ok");
        }
    }

    @Test
    void anIgnoredConnectionPassesUnchangedAndIsRecordedWithItsEndpointsNameProtocolsAndByteCounts() throws Exception {
        proxy.options.set("ignore-hosts", "^LOCALHOST:");
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");

        RawClient client =
                client().connect("localhost:" + origin.port()).tls(originCa.trusted(), "localhost", "h2", "http/1.1");
        assertThat(client.send(REQUEST).response().text()).isEqualTo("ok");
        client.close();

        TcpFlow flow = proxy.tcp();
        assertThat(flow.protocol()).isEqualTo("tls");
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.target()).isEqualTo(new Endpoint("localhost", origin.port()));
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
        assertThat(flow.client().tls().alpnOffers()).containsExactly("h2", "http/1.1");
        assertThat(flow.client().tls().minted()).isNull();
        assertThat(flow.sentByClient()).isGreaterThan(300);
        assertThat(flow.sentByServer()).isGreaterThan(700);
        assertThat(flow.messages()).isZero();
        assertThat(proxy.messages()).isEmpty();
    }

    @Test
    void bothTheNameInConnectAndTheNameInTheClientHelloAreMatched() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        proxy.options.set("ignore-hosts", "^localhost:" + origin.port() + "$");
        passesThrough(origin, "127.0.0.1", "localhost");
        isRead(origin, "127.0.0.1", "127.0.0.1");
        proxy.options.set("ignore-hosts", "^127[.]0");
        passesThrough(origin, "127.0.0.1", "localhost");
        isRead(origin, "localhost", "localhost");
    }

    @Test
    void stenosOwnPageNeverPassesThrough() throws Exception {
        proxy.options.set("allow-hosts", "^other[.]test:");
        proxy.options.set("ignore-hosts", "internal");
        try (RawClient client = client().connect("steno.internal:443").tls(trustingSteno(), "steno.internal")) {
            assertThat(client.send(REQUEST).response().status()).isEqualTo(502); // no page without its addon
        }
    }

    @Test
    void withAllowHostsAllOtherHostsPassThrough() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        proxy.options.set("allow-hosts", "example\\.org,^localhost:");
        isRead(origin, "localhost", "localhost");
        isRead(origin, "127.0.0.1", "localhost");
        passesThrough(origin, "127.0.0.1", "127.0.0.1");
        proxy.options.set("ignore-hosts", "localhost");
        passesThrough(origin, "localhost", "localhost");
    }

    @Test
    void aChangeAppliesFromTheNextTunnelOn() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        isRead(origin, "localhost", "localhost");
        proxy.options.set("ignore-hosts", "localhost");
        passesThrough(origin, "localhost", "localhost");
        proxy.options.reset("ignore-hosts");
        isRead(origin, "localhost", "localhost");
    }

    @Test
    void anIgnoredTunnelWithoutTlsIsNotReadEither() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        proxy.options.set("ignore-hosts", "127.0.0.1");

        RawClient client = client().connect(origin.authority());
        assertThat(client.send(REQUEST).response().text()).isEqualTo("ok");
        client.close();

        assertThat(proxy.tcp().protocol()).isEqualTo("tcp");
        assertThat(proxy.tcp().sentByClient()).isEqualTo(REQUEST.length());
        assertThat(proxy.messages()).isEmpty();
    }

    @Test
    void aServerThatSpeaksFirstAndIsNotAllowedPassesThrough() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("220 ready\r\n");
            connection.awaitEnd();
        });
        proxy.options.set("allow-hosts", "nothing-here");

        RawClient client = client().connect(origin.authority());
        assertThat(client.wire().readLine()).isEqualTo("220 ready");
        client.close();

        assertThat(proxy.tcp().sentByServer()).isEqualTo(11);
        assertThat(proxy.messages()).isEmpty();
    }

    @Test
    void requestsToTheProxyItselfAreReadWhateverTheOptionsSay() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        proxy.options.set("ignore-hosts", ".*");

        assertThat(client().send(get(origin, "/")).response().text()).isEqualTo("ok");
        assertThat(proxy.ended(1).get(0)).isInstanceOf(HttpFlow.class);
    }

    @Test
    void anInvalidPatternIsRefusedWithARemedy() {
        assertThatThrownBy(() -> proxy.options.set("ignore-hosts", "(a"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("\"(a\" is not a regular expression");
        assertThatThrownBy(() -> proxy.options.set("ignore-hosts", "^(?!example\\.org)"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("use --allow-hosts");
    }

    @Test
    void aPatternThatBacktracksExponentiallyElsewhereRunsInLinearTime() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        proxy.options.set("ignore-hosts", "((l+o*c*a*)+)+h+((o+)+s*)+t?x$");

        Assertions.assertThatCode(() -> isRead(origin, "localhost", "localhost"))
                .doesNotThrowAnyException();
        assertThat(Duration.ofNanos(proxy.http().duration())).isLessThan(Duration.ofSeconds(60));
    }
}
