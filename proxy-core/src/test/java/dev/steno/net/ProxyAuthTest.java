package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Authentication of clients to the proxy (RFC 9110, 11.7). */
class ProxyAuthTest extends ModeTest {
    private static final String RIGHT = "Proxy-Authorization: Basic YW5uOnNlY3JldA==\r\n";

    /** The password is "secret"; the cost is bcrypt's minimum. */
    private static final String BCRYPT = "ann:$2b$05$xZQfixGgyt7/OkGcL/NKJOpqP5Dv4tq2uuXmf6b2fyyMfpFth0F3y";

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).withAuth(ProxyAuth.only(new Credentials("ann", "secret")));
    }

    private Curl.Output curl(String user, String url) throws Exception {
        return Curl.curl(
                "-x",
                "http://127.0.0.1:" + proxy.port(),
                "-U",
                user,
                "--cacert",
                ca(),
                "-w",
                " %{http_code} %{http_connect}",
                url);
    }

    private String get(ScriptedOrigin origin, String path, String fields) {
        return "GET http://" + origin.authority() + path + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n" + fields
                + "\r\n";
    }

    @Test
    void aRequestWithoutCredentialsIsAnswered407AndRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        HttpAnswer answer = client().send(get(origin, "/", "")).response();

        assertThat(answer.status()).isEqualTo(407);
        assertThat(answer.head()).contains("\r\nProxy-Authenticate: Basic realm=\"Steno\"");
        assertThat(proxy.http().error().message()).contains("asks for a user and a password");
        assertThat(proxy.http().request().url()).isEqualTo("http://" + origin.authority() + "/");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void eachRequestOfAConnectionNeedsCredentials() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();

        assertThat(client.send(get(origin, "/1", RIGHT)).response().status()).isEqualTo(200);
        assertThat(client.send(get(origin, "/2", RIGHT)).response().status()).isEqualTo(200);
        assertThat(client.send(get(origin, "/3", "")).response().status()).isEqualTo(407);

        assertThat(origin.received()).contains("GET /1 ", "GET /2 ").doesNotContain("/3", "Proxy-");
    }

    @Test
    void curlSendsCredentialsForPlainAndTunnelledPagesAndTheyAreNotRecorded() throws Exception {
        ScriptedOrigin plain = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));

        assertThat(curl("ann:secret", "http://" + plain.authority() + "/").text())
                .isEqualTo("ok 200 000");
        assertThat(curl("ann:secret", "https://localhost:" + tls.port() + "/").text())
                .isEqualTo("ok 200 200");
        assertThat(curl("ann:guess", "https://localhost:" + tls.port() + "/").text())
                .endsWith(" 000 407");

        proxy.ended(3);
        assertThat(everything(proxy))
                .doesNotContain("YW5u")
                .doesNotContain("secret")
                .contains("(withheld)");
    }

    @Test
    void aLargeUploadWithoutCredentialsStillGetsThe407() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();

        client.send("POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
        client.send(noise(50_000));

        assertThat(client.response().status()).isEqualTo(407);
    }

    @Test
    void malformedCredentialsAreRefused() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        for (String field : List.of("Basic", "Basic !!!", "Basic YW5u", "Digest username=\"ann\"")) {
            assertThat(client().send(get(origin, "/", "Proxy-Authorization: " + field + "\r\n"))
                            .response()
                            .status())
                    .isEqualTo(407);
        }
    }

    @Test
    void anyAcceptsAllCredentials() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.ANY));

        assertThat(client().send(get(origin, "/", "")).response().status()).isEqualTo(407);
        assertThat(curl("who:ever", "http://" + origin.authority() + "/").text())
                .startsWith("ok 200");
    }

    @Test
    void hashedPasswordsAreComparedOffTheEventLoopWhileFollowingDataIsBuffered() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.htpasswd(List.of("# users", "", BCRYPT))));
        RawClient client = client();

        client.send(get(origin, "/1", RIGHT) + get(origin, "/2", RIGHT) + get(origin, "/3", ""));

        assertThat(client.response().status()).isEqualTo(200);
        assertThat(client.response().status()).isEqualTo(200);
        assertThat(client.response().status()).isEqualTo(407);
        assertThat(curl("ann:secret", "https://localhost:" + tls.port() + "/").text())
                .isEqualTo("ok 200 200");
        assertThat(curl("ann:guess", "http://" + origin.authority() + "/").text())
                .endsWith(" 407 000");
        assertThat(curl("bob:secret", "http://" + origin.authority() + "/").text())
                .endsWith(" 407 000");
    }

    @Test
    void http2DoesNotBypassAuthentication() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        Curl.Output known = Curl.curl(
                "--http2-prior-knowledge",
                "-x",
                "",
                "-H",
                "Host: " + origin.authority(),
                "http://127.0.0.1:" + proxy.port() + "/");

        assertThat(known.exit()).isNotZero();
        assertThat(client().tls(trustingSteno(), "localhost", "h2", "http/1.1")
                        .tlsSocket()
                        .getApplicationProtocol())
                .isEqualTo("http/1.1");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aReverseListenerRequiresNoCredentials() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        assertThat(client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").response().status())
                .isEqualTo(200);
        assertThat(((HttpFlow) proxy.ended(1).get(0)).error()).isNull();
    }
}
