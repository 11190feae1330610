package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.mode.Listener;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that Steno itself sends, to the next proxy or to the server of a reverse listener. */
class UpstreamAuthTest extends ModeTest {
    private static final Credentials ANN = new Credentials("ann", "pa55");
    private static final String BASIC = "Basic YW5uOnBhNTU=";

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Rules()};
    }

    private void listen(String mode, Credentials sent) throws IOException {
        Listener listener = new Listener(mode(mode).withCredentials(sent), new Endpoint("127.0.0.1", 0));
        restartWith(defaults -> settings(defaults).withListeners(List.of(listener)), addons());
    }

    private void nothingIsRecorded(int flows) {
        proxy.ended(flows);
        assertThat(everything(proxy)).doesNotContain("pa55").doesNotContain(BASIC.substring(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "socks5"})
    void theNextProxyGetsThemWithRequestsAndTunnels(String scheme) throws Exception {
        ScriptedOrigin plain = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        RunningProxy next = another(settings ->
                in(settings, scheme.equals("socks5") ? "socks5" : "regular").withAuth(ProxyAuth.only(ANN)));
        java.nio.file.Path ca = java.nio.file.Files.write(
                files.resolve("next.pem"), next.authority().pem());
        String mode = "upstream:" + scheme + "://localhost:" + next.port();
        Listener listener = new Listener(mode(mode).withCredentials(ANN), new Endpoint("127.0.0.1", 0));
        restartWith(defaults -> new dev.steno.net.settings.ProxySettings(
                        defaults.listen(),
                        List.of(originCa.file(), ca),
                        false,
                        defaults.timeouts().connect(),
                        defaults.timeouts().idle())
                .withListeners(List.of(listener)));

        assertThat(client().send(get(plain, "/")).response().text()).isEqualTo("ok");
        assertThat(tlsClient(tls)
                        .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .response()
                        .text())
                .isEqualTo("ok");
        nothingIsRecorded(2);
        assertThat(plain.received() + tls.received()).doesNotContain("uthorization");
    }

    @Test
    void credentialsInTheUrlOfTheNextProxyAreKept() {
        assertThat(mode("upstream:http://bob:x@localhost:1/").withCredentials(ANN))
                .isEqualTo(mode("upstream:http://bob:x@localhost:1/"));
    }

    @Test
    void aTokenIsSentAsOne() throws Exception {
        ScriptedOrigin next = origin(ScriptedOrigin.answering(OK));
        listen("upstream:http://" + next.authority(), Credentials.bearer("t0ken"));
        client().send("GET http://a.invalid/ HTTP/1.1\r\nHost: a.invalid\r\nProxy-Authorization: Basic eDp5\r\n\r\n")
                .response();
        assertThat(next.received())
                .contains("Proxy-Authorization: Bearer t0ken\r\n")
                .doesNotContain("eDp5");
        proxy.ended(1);
        assertThat(everything(proxy)).doesNotContain("t0ken");
    }

    /** In place of the client's own, which alone are recorded. */
    @ParameterizedTest
    @EnumSource
    void theServerOfAReverseListenerGetsThem(VersionPair pair) throws Exception {
        PairServer server = new PairServer(request -> VersionPairsProxyTest.OK_ANSWER);
        ScriptedOrigin origin = tlsOrigin(server.script(pair), pair.protocols);
        String authority = "localhost:" + origin.port();
        listen("reverse:" + (pair.client == 3 ? "http3" : "https") + "://" + authority, ANN);
        for (String own : List.of("Basic bWU6bWU=", "")) {
            String[] fields = own.isEmpty() ? new String[0] : new String[] {"authorization: " + own};
            assertThat(ask(pair, authority, fields).status()).isEqualTo(200);
            assertThat(server.seen().take().all("authorization")).containsExactly(BASIC);
        }
        assertThat(proxy.http().request().headers().get("authorization")).isEqualTo("Basic bWU6bWU=");
        nothingIsRecorded(2);
    }

    private PairMessage ask(VersionPair pair, String authority, String... fields) throws Exception {
        PairMessage request = PairMessage.of("GET /", fields);
        if (pair.client == 3) {
            return PairClient.http3(
                            closing(new Http3Caller(
                                    proxy.port(), proxy.authority().certificate(), 1 << 20)),
                            authority)
                    .ask(request);
        }
        RawClient tls = client().tls(trustingSteno(), "localhost", pair.client == 2 ? "h2" : "http/1.1");
        return pair.client == 2
                ? PairClient.http2(FrameClient.over(tls), authority).ask(request)
                : PairClient.http1(tls, authority).ask(request);
    }

    @Test
    void aServerToWhichARuleSendsARequestDoesNotGetThem() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK, OK));
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority(), ANN);
        proxy.options.set(
                "map-remote",
                proxy.options
                        .require("map-remote")
                        .join(List.of("|" + origin.authority() + "/away|" + other.authority() + "/")));
        HttpAnswer away = client().send("GET /away HTTP/1.1\r\nHost: a\r\n\r\n").response();
        assertThat(away.status()).isEqualTo(200);
        client().send("GET /here HTTP/1.1\r\nHost: a\r\n\r\n").response();
        await().until(() -> origin.received().contains("Authorization: " + BASIC));
        assertThat(other.received()).startsWith("GET / ").doesNotContain("uthorization");
    }
}
