package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.OtherProgram;
import dev.steno.testing.process.Program;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.proxy.RunningProxy;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steno with a next proxy: another Steno, tinyproxy, microsocks, and scripted ones that fail. */
class UpstreamModeTest extends ModeTest {
    private static final String SECRET = "pa55@word";
    private static final String USER = "ann:pa55%40word@";

    private Curl.Output curl(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"-x", "http://127.0.0.1:" + proxy.port(), "--cacert", ca()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Curl.curl(all);
    }

    /** The second of two proxies, which requires credentials. */
    private RunningProxy guarded(String mode) throws IOException {
        return another(settings -> in(settings, mode).withAuth(ProxyAuth.only(new Credentials("ann", SECRET))));
    }

    private void listenTrusting(RunningProxy next, String mode) throws IOException {
        java.nio.file.Path authority = java.nio.file.Files.write(
                files.resolve("next.pem"), next.authority().pem());
        restartWith(defaults -> in(
                new ProxySettings(
                        defaults.listen(),
                        List.of(originCa.file(), authority),
                        false,
                        defaults.timeouts().connect(),
                        defaults.timeouts().idle()),
                mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "socks5"})
    void twoStenosInARowBothRecordTheFlowAndNeitherRecordsTheCredentials(String scheme) throws Exception {
        ScriptedOrigin plain = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        RunningProxy next = guarded(scheme.equals("socks5") ? "socks5" : "regular");
        listenTrusting(next, "upstream:" + scheme + "://" + USER + "localhost:" + next.port());

        Curl.Output output = curl(
                "http://" + plain.authority() + "/a",
                "http://" + plain.authority() + "/b",
                "https://localhost:" + tls.port() + "/c");

        assertThat(output).isEqualTo(new Curl.Output(0, "okokok"));
        for (RunningProxy each : List.of(proxy, next)) {
            assertThat(urls(each, 3))
                    .containsExactly(
                            "http://" + plain.authority() + "/a",
                            "http://" + plain.authority() + "/b",
                            "https://localhost:" + tls.port() + "/c");
            assertThat(everything(each)).doesNotContain(SECRET).doesNotContain("cGE1NUB3b3Jk");
        }
        assertThat(plain.received()).contains("GET /a HTTP/1.1\r\n").doesNotContain("Proxy-");
        assertThat(proxy.flows()).allSatisfy(flow -> {
            Peer via = flow.server().via();
            assertThat(via.address().toString()).isEqualTo("localhost:" + next.port());
            assertThat(via.tls() != null).isEqualTo(scheme.equals("https"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void wrongCredentialsAreReportedAsWrong(String scheme) throws Exception {
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        RunningProxy next = guarded(scheme.equals("socks5") ? "socks5" : "regular");
        listen("upstream:" + scheme + "://ann:wr0ng@127.0.0.1:" + next.port());

        Curl.Output output = curl("-w", "%{http_code}", "https://localhost:" + tls.port() + "/");

        assertThat(output.text()).endsWith("502");
        assertThat(proxy.http().error().step()).isEqualTo(FlowError.Step.CONNECT);
        assertThat(proxy.http().error().message()).contains("credentials").doesNotContain("wr0ng");
    }

    @Test
    void a407OfTheNextProxyIsNotForwardedToTheClient() throws Exception {
        RunningProxy next = guarded("regular");
        listen("upstream:http://127.0.0.1:" + next.port());

        HttpAnswer answer = client().send("GET http://a.invalid/ HTTP/1.1\r\nHost: a.invalid\r\n\r\n")
                .response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.head()).doesNotContain("Proxy-Authenticate");
        assertThat(proxy.http().error().message()).contains("wants credentials (407)");
    }

    @Test
    void plainRequestsAreForwardedWithTheirAbsoluteUrl() throws Exception {
        ScriptedOrigin next = origin(ScriptedOrigin.answering(OK));
        listen("upstream:http://u:p@" + next.authority());

        client().send("GET http://shop.example/x?y HTTP/1.1\r\nHost: shop.example\r\n\r\n")
                .response();

        assertThat(next.received())
                .startsWith("GET http://shop.example/x?y HTTP/1.1\r\nHost: shop.example\r\n")
                .contains("\r\nProxy-Authorization: Basic dTpw\r\n");
        assertThat(proxy.http().request().path()).isEqualTo("/x?y");
        assertThat(everything(proxy)).doesNotContain("dTpw");
    }

    @Test
    void aHostNameIsResolvedByTheNextProxy() throws Exception {
        ScriptedOrigin next = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 fine\r\nX: y\r\n\r\n220 from afar\r\n");
            connection.awaitEnd();
        });
        listen("upstream:http://" + next.authority());
        RawClient client = client().connect("nowhere.invalid:25");

        assertThat(client.wire().readExactly(15)).isEqualTo(latin1("220 from afar\r\n"));
        assertThat(next.received())
                .startsWith("CONNECT nowhere.invalid:25 HTTP/1.1\r\nHost: nowhere.invalid:25\r\n\r\n");
    }

    @Test
    void theErrorNamesAnUnreachableNextProxy() throws Exception {
        int port = Loopback.freePort();
        listen("upstream:http://127.0.0.1:" + port);

        assertThat(client().send("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(502);

        assertThat(proxy.http().error().message())
                .isEqualTo("the next proxy: 127.0.0.1:" + port + ": connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 403 Not that one\r\n\r\n", "SSH-2.0-x\r\n\r\n", ""})
    void aRefusalOfTheNextProxyIsReported(String answer) throws Exception {
        ScriptedOrigin next = origin(connection -> {
            connection.readHead();
            connection.send(answer);
        });
        listen("upstream:http://" + next.authority());

        client().connect("a.invalid:443")
                .send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                .response();

        HttpFlow flow = proxy.http();
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.CONNECT);
        assertThat(flow.error().message())
                .contains(
                        answer.contains("403")
                                ? "403 Not that one"
                                : answer.isEmpty() ? "closed" : "malformed HTTP response");
    }

    @Test
    void anHttpsProxyWithAnUntrustedCertificateGetsNothing() throws Exception {
        RunningProxy next = guarded("regular");
        listen("upstream:https://" + USER + "localhost:" + next.port());

        assertThat(client().send("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(502);

        assertThat(proxy.http().error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
    }

    @Test
    void requestsPassTinyproxy() throws Exception {
        int port = Loopback.freePort();
        java.nio.file.Path config = java.nio.file.Files.writeString(
                files.resolve("tinyproxy.conf"),
                "Port " + port + "\nListen 127.0.0.1\nBasicAuth ann secret\nMaxClients 20\nLogFile \""
                        + files.resolve("tinyproxy.log") + "\"\n");
        closing(OtherProgram.listening(
                port, files.resolve("tinyproxy.out"), Program.need("tinyproxy"), "-d", "-c", config));
        ScriptedOrigin plain = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("upstream:http://ann:secret@127.0.0.1:" + port);

        assertThat(curl("http://" + plain.authority() + "/", "https://localhost:" + tls.port() + "/"))
                .isEqualTo(new Curl.Output(0, "okok"));
        assertThat(plain.received()).contains("(tinyproxy/");
    }

    @Test
    void requestsPassMicrosocks() throws Exception {
        int port = Loopback.freePort();
        closing(OtherProgram.listening(port, files.resolve("microsocks.out"), Program.need("microsocks"), (Object[])
                ("-i 127.0.0.1 -u ann -P secret -p " + port).split(" ")));
        ScriptedOrigin plain = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("upstream:socks5://ann:secret@127.0.0.1:" + port);

        assertThat(curl("http://" + plain.authority() + "/", "https://localhost:" + tls.port() + "/"))
                .isEqualTo(new Curl.Output(0, "okok"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa55@word", "YW5uOnBhNTVAd29yZA=="})
    void credentialsThatANextProxyRepeatsAreNotRecorded(String repeated) throws Exception {
        ScriptedOrigin next = origin(
                ScriptedOrigin.answering("HTTP/1.1 403 No way for " + repeated + "\r\nContent-Length: 0\r\n\r\n"));
        listen("upstream:http://" + USER + next.authority() + "/");

        client().connect("example:443").send("\1\2\3");

        assertThat(proxy.tcp().error().message()).contains("403 No way for (withheld)");
        assertThat(everything(proxy)).doesNotContain(repeated);
    }
}
