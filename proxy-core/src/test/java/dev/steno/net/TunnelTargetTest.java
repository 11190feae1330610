package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.TcpFlow;
import dev.steno.net.settings.Http2Config;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request in a tunnel goes to the tunnel's server, whatever server the request names. */
class TunnelTargetTest extends ModeTest {
    private static final String OTHER = "127.0.0.1:OTHER";

    static Stream<Arguments> table() {
        List<Arguments> rows = new ArrayList<>();
        for (String way : List.of("CONNECT", "CONNECT in TLS", "CONNECT and TLS", "SOCKS", "SOCKS and TLS")) {
            for (String target : List.of(
                    "http://" + OTHER + "/b?c",
                    "https://" + OTHER + "/b",
                    "HTTP://" + OTHER,
                    "ws://" + OTHER + "/",
                    "ftp://" + OTHER + "/file",
                    "http://steno.internal/")) {
                rows.add(Arguments.of(way, target));
            }
        }
        return rows.stream();
    }

    private RawClient tunnel(String way, ScriptedOrigin origin) throws Exception {
        RawClient client = client();
        if (way.startsWith("SOCKS")) {
            int port = origin.port();
            client.send(latin1("\5\1\0\5\1\0\3\u0009localhost" + (char) (port >> 8) + (char) (port & 255)));
            client.wire().readExactly(12);
        } else {
            if (way.endsWith("in TLS")) {
                client.tls(trustingSteno(), "localhost");
            }
            client.connect("localhost:" + origin.port());
        }
        return way.endsWith("and TLS") ? client.tls(trustingSteno(), "localhost") : client;
    }

    @ParameterizedTest
    @MethodSource("table")
    void anAbsoluteUrlReachesTheTunnelsServerUnchanged(String way, String target) throws Exception {
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin origin =
                way.endsWith("and TLS") ? tlsOrigin(ScriptedOrigin.counting()) : origin(ScriptedOrigin.counting());
        if (way.startsWith("SOCKS")) {
            listen("socks5");
        }
        String url = target.replace("OTHER", "" + other.port());
        RawClient client = tunnel(way, origin);

        for (int i = 1; i <= 2; i++) {
            client.send(
                    "GET " + url + " HTTP/1.1\r\nHost: other.example\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("" + i);
        }

        assertThat(other.connections()).isEmpty();
        assertThat(origin.received())
                .contains("GET " + url
                        + " HTTP/1.1\r\nHost: other.example\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n");
        HttpRequest request = ((HttpFlow) proxy.ended(2).get(0)).request();
        assertThat(request.host()).isEqualTo("localhost");
        assertThat(request.port()).isEqualTo(origin.port());
        assertThat(request.path()).isEqualTo(url);
        assertThat(everything(proxy)).doesNotContain("c2VjcmV0");
    }

    @Test
    void anAbsoluteUrlOfTheTunnelsServerIsReducedToItsPath() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().connect(origin.authority())
                .send(Requests.get("http://" + origin.authority() + "/a", "Proxy-Authorization: y"))
                .response();

        assertThat(origin.received()).isEqualTo("GET /a HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        assertThat(proxy.http().request().url()).isEqualTo("http://" + origin.authority() + "/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user@127.0.0.1/", "http://127.0.0.1:0/", "http:///", "nothing", "127.0.0.1:80"})
    void aTargetWithoutAServerIsRefused(String target) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().connect(origin.authority()).send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(proxy.http().response()).isNull();
        assertThat(proxy.http().error().message()).isNotEmpty();
        assertThat(proxy.http().request().port()).isEqualTo(origin.port());
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void anHttp2RequestForAnotherAuthorityGoesToTheTunnelsServer() throws Exception {
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        FrameClient client = FrameClient.over(client().connect(origin.authority()));

        assertThat(client.get(1, other.authority(), "/x").answer(1).body()).isEqualTo("ok");

        assertThat(other.connections()).isEmpty();
        assertThat(origin.connections())
                .anySatisfy(connection ->
                        assertThat(connection.received()).contains("GET /x HTTP/1.1\r\nHost: " + other.authority()));
        assertThat(proxy.http().request().port()).isEqualTo(origin.port());
    }

    /** Browsers then retry over HTTP/1.1, in which the CONNECT reaches the server. */
    @Test
    void aConnectOverHttp2InATunnelIsResetWithHttp11Required() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        restartWith(defaults -> settings(defaults).with(new Http2Config(true, java.time.Duration.ZERO)));
        FrameClient client = FrameClient.over(tlsClient(origin, "h2", "http/1.1"));

        client.headers(1, false, ":method", "CONNECT", ":authority", "target.example:443");

        assertThat(client.answer(1).reset()).isEqualTo(13);
        assertThat(proxy.http().error().message()).contains("HTTP_1_1_REQUIRED");
        assertThat(proxy.http().request().host()).isEqualTo("localhost");
        assertThat(client.request(3, true, "GET", "https://localhost/")
                        .answer(3)
                        .status())
                .isEqualTo(200);
    }

    /**
     * If a browser shares a connection among hosts of one certificate, the server answers 421, not Steno (RFC 9110,
     * 15.5.20).
     */
    @Test
    void a421OfTheServerReachesTheClient() throws Exception {
        ScriptedOrigin origin =
                tlsOrigin(ScriptedOrigin.answering("HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n"));
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));

        client.request(1, true, "GET", "https://other.example/");

        assertThat(client.answer(1).status()).isEqualTo(421);
        assertThat(proxy.http().response().status()).isEqualTo(421);
    }

    /** The tunnel leads to an address, as in transparent mode, and the client sends a server name. */
    @Test
    void everyConnectionOfATunnelUsesTheClientsServerName() throws Exception {
        List<String> names = new java.util.concurrent.CopyOnWriteArrayList<>();
        ScriptedOrigin origin = closing(ScriptedOrigin.tls(originCa.server("name.example"), connection -> {
            javax.net.ssl.SSLSocket socket = (javax.net.ssl.SSLSocket) connection.socket();
            while (connection.readRequest() != null) {
                names.add(((javax.net.ssl.ExtendedSSLSession) socket.getSession())
                        .getRequestedServerNames()
                        .toString());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                return;
            }
        }));
        RawClient client = client().connect("127.0.0.1:" + origin.port()).tls(trustingSteno(), "name.example");

        for (int i = 1; i <= 3; i++) {
            assertThat(client.send(Requests.get("/" + i)).response().text()).isEqualTo("ok");
        }

        assertThat(names).hasSize(3).allSatisfy(name -> assertThat(name).contains("name.example"));
    }

    /** A CONNECT inside a tunnel to a proxy is forwarded to that proxy. */
    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "CONNECT and TLS", "SOCKS", "SOCKS and TLS"})
    void aConnectInATunnelIsForwardedToItsServer(String way) throws Exception {
        ScriptedOrigin.Script script = connection -> {
            String first = connection.readRequest();
            assertThat(first).contains("\r\nProxy-Authorization: Basic c2VjcmV0\r\n");
            connection.send("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 3\r\n\r\nwho");
            connection.readRequest();
            connection.send("HTTP/1.1 200 Go\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n\u0016early");
            assertThat(connection.readText(3)).isEqualTo("\u0016\u0003\u0001");
            connection.send("late");
        };
        ScriptedOrigin next = way.endsWith("TLS") ? tlsOrigin(script) : origin(script);
        if (way.startsWith("SOCKS")) {
            listen("socks5");
        }
        RawClient client = tunnel(way, next);
        String connect = "CONNECT target.example:443 HTTP/1.1\r\nHost: target.example:443\r\n"
                + "Proxy-Authorization: Basic c2VjcmV0\r\n\r\n";

        HttpAnswer refused = client.send(connect).response();
        assertThat(refused.status()).isEqualTo(407);
        assertThat(refused.head()).contains("Proxy-Authenticate: Basic realm=x\r\n");
        client.send(connect);
        assertThat(client.wire().readHead()).isEqualTo("HTTP/1.1 200 Go\r\n\r\n");
        assertThat(client.wire().readText(6)).isEqualTo("\u0016early");
        client.send("\u0016\u0003\u0001");
        assertThat(client.wire().readText(4)).isEqualTo("late");
        client.close();

        assertThat(next.failures()).isEmpty();
        HttpFlow agreed = (HttpFlow) proxy.ended(3).get(1);
        assertThat(agreed.request().method()).isEqualTo("CONNECT");
        assertThat(agreed.request().path()).isEqualTo("target.example:443");
        assertThat(agreed.request().host()).isEqualTo("localhost");
        assertThat(agreed.response().status()).isEqualTo(200);
        TcpFlow within = (TcpFlow) proxy.flows().get(2);
        assertThat(within.parent()).isEqualTo(agreed.id());
        assertThat(within.sentByClient()).isEqualTo(3);
        assertThat(within.sentByServer()).isEqualTo(10);
        assertThat(everything(proxy)).doesNotContain("c2VjcmV0");
    }

    @Test
    void aClientThatSendsDataBeforeItsConnectIsAnsweredIsNotCutSilently() throws Exception {
        ScriptedOrigin next = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 Go\r\n\r\n");
            connection.awaitEnd();
        });
        RawClient client = client().connect(next.authority());
        client.send("CONNECT target.example:443 HTTP/1.1\r\nHost: x\r\n\r\n" + Requests.get("/"));

        assertThat(client.wire().readToEnd()).startsWith("HTTP/1.1 200 ");
        TcpFlow within = (TcpFlow) proxy.ended(2).get(1);
        assertThat(within.error().message()).contains("before the server had agreed");
        assertThat(next.received()).doesNotContain("GET /");
    }

    @Test
    void laterConnectionsOfATunnelAlsoUseConnectToTheNextProxy() throws Exception {
        ScriptedOrigin next = origin(connection -> {
            assertThat(connection.readRequest()).startsWith("CONNECT example:80 ");
            connection.send("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(connection.readRequest()).startsWith("GET /");
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        });
        listen("upstream:http://" + next.authority() + "/");
        RawClient client = client().connect("example:80");

        for (int i = 1; i <= 2; i++) {
            assertThat(client.send("GET /" + i + " HTTP/1.1\r\nHost: example\r\n\r\n")
                            .response()
                            .text())
                    .isEqualTo("ok");
        }
        assertThat(next.failures()).isEmpty();
        assertThat(next.connections()).hasSize(2);
    }
}
