package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TlsSettings;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.OpenSsl;
import dev.steno.testing.process.OtherServers;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HTTP/2 clients and servers that are independent of Steno's code: nginx's log shows the version that it was reached
 * with.
 */
class Http2OriginsTest extends ModeTest {
    @TempDir
    static Path folder;

    static OtherServers servers;
    static Path identity;

    @BeforeAll
    static void prepareServers() throws Exception {
        identity = OpenSsl.selfSigned(folder, "somebody");
        servers = new OtherServers(folder, originCa, folder.resolve("somebody.crt"), noise(1_500_000));
    }

    @AfterAll
    static void endServers() {
        servers.close();
    }

    private Curl.Output curl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-x", "http://127.0.0.1:" + proxy.port(), "--cacert", ca()));
        all.addAll(List.of(arguments));
        return Curl.curl(all.toArray(String[]::new));
    }

    private void listenInFrontOf(String server) throws Exception {
        listen("reverse:https://localhost:" + servers.port(server));
    }

    /** All flows are complete and used HTTP/2 with both peers. */
    private List<HttpFlow> allOfHttp2(int count) {
        List<HttpFlow> flows =
                proxy.ended(count).stream().map(HttpFlow.class::cast).toList();
        assertThat(flows).hasSize(count).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
            assertThat(flow.response().version()).isEqualTo("HTTP/2.0");
            assertThat(flow.response().status()).isEqualTo(200);
            assertThat(flow.server().tls().alpn()).isEqualTo("h2");
        });
        return flows;
    }

    private void nginxSpokeOnly(String server, String version, int count) throws Exception {
        if (server.equals("nginx")) { // nghttpd supports no other version
            assertThat(servers.seen(count))
                    .hasSize(count)
                    .allSatisfy(line -> assertThat(line).startsWith(version + " 200 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nghttpd"})
    void curlInATunnelReachesTheServerInHttp2(String server) throws Exception {
        String url = "https://localhost:" + servers.port(server);
        Path large = files.resolve("large");

        Curl.Output output = curl(
                "--http2", "-w", " %{http_version} ", "-o", "-", url + "/page", "-o", large.toString(), url + "/large");

        assertThat(output).isEqualTo(new Curl.Output(0, OtherServers.PAGE + " 2  2 "));
        assertThat(Files.readAllBytes(large)).isEqualTo(servers.large());
        List<HttpFlow> flows = allOfHttp2(2);
        assertThat(proxy.bytes(flows.get(1).response().body())).isEqualTo(servers.large());
        nginxSpokeOnly(server, "HTTP/2.0", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nghttpd"})
    void theJdksClientUsesConcurrentStreams(String server) throws Exception {
        URI base = URI.create("https://localhost:" + servers.port(server) + "/");
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslContext(trustingSteno())
                .build();

        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(base.resolve(i % 10 == 0 ? "large" : "page"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }

        for (int i = 0; i < 30; i++) {
            HttpResponse<byte[]> answer = answers.get(i).get(180, TimeUnit.SECONDS);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo(i % 10 == 0 ? servers.large() : latin1(OtherServers.PAGE));
        }
        allOfHttp2(30);
        nginxSpokeOnly(server, "HTTP/2.0", 30);
    }

    private OkHttpClient okHttp(Protocol... protocols) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("steno", proxy.authority().certificate());
        trust.init(anchors);
        OkHttpClient client = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslSocketFactory(trustingSteno().getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
                .protocols(List.of(protocols))
                .build();
        closing(() -> {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        });
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nghttpd"})
    void okHttpGetsFilesOverHttp2(String server) throws Exception {
        OkHttpClient client = okHttp(Protocol.HTTP_2, Protocol.HTTP_1_1);

        for (String path : List.of("page", "large", "page")) {
            Request request = new Request.Builder()
                    .url("https://localhost:" + servers.port(server) + "/" + path)
                    .build();
            try (Response answer = client.newCall(request).execute()) {
                assertThat(answer.protocol()).isEqualTo(Protocol.HTTP_2);
                assertThat(answer.body().bytes())
                        .isEqualTo(path.equals("page") ? latin1(OtherServers.PAGE) : servers.large());
            }
        }

        allOfHttp2(3);
        nginxSpokeOnly(server, "HTTP/2.0", 3);
    }

    @Test
    void okHttpWithHttp11IsAnsweredByNginxInHttp11() throws Exception {
        OkHttpClient client = okHttp(Protocol.HTTP_1_1);

        for (String path : List.of("page", "large", "page")) {
            Request request = new Request.Builder()
                    .url("https://localhost:" + servers.nginx() + "/" + path)
                    .build();
            try (Response answer = client.newCall(request).execute()) {
                assertThat(answer.protocol()).isEqualTo(Protocol.HTTP_1_1);
                assertThat(answer.body().bytes())
                        .isEqualTo(path.equals("page") ? latin1(OtherServers.PAGE) : servers.large());
            }
        }

        assertThat(proxy.ended(3))
                .allSatisfy(flow ->
                        assertThat(((HttpFlow) flow).response().version()).isEqualTo("HTTP/1.1"));
        nginxSpokeOnly("nginx", "HTTP/1.1", 3);
    }

    @Test
    void nghttpdEchoesUploadsWithATrailer() throws Exception {
        byte[] body = noise(700_000);
        int port = servers.nghttpd();
        Path back = files.resolve("back");

        Curl.Output output = curl(
                "--http2",
                "-T",
                Files.write(files.resolve("upload"), body).toString(),
                "-o",
                back.toString(),
                "https://localhost:" + port + "/up");
        try (Response answer = okHttp(Protocol.HTTP_2, Protocol.HTTP_1_1)
                .newCall(new Request.Builder()
                        .url("https://localhost:" + port + "/up")
                        .post(RequestBody.create(body))
                        .build())
                .execute()) {
            assertThat(answer.body().bytes()).isEqualTo(body);
            assertThat(answer.trailers().get("x-end")).isEqualTo("yes");
        }

        assertThat(output.exit()).as(output.text()).isZero();
        assertThat(Files.readAllBytes(back)).isEqualTo(body);
        assertThat(allOfHttp2(2)).allSatisfy(flow -> {
            assertThat(proxy.bytes(flow.request().body())).isEqualTo(body);
            assertThat(proxy.bytes(flow.response().body())).isEqualTo(body);
            assertThat(flow.response().trailers().get("x-end")).isEqualTo("yes");
        });
    }

    /**
     * nginx closes a connection with GOAWAY after a number of requests, several times in this run; no client notices.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nghttpd"})
    void h2loadGetsEveryResponseThroughAReverseListener(String server) throws Exception {
        int requests = 4 * OtherServers.REQUESTS_A_CONNECTION;
        listenInFrontOf(server);

        Curl.Output output = Curl.call(
                "h2load",
                "-n",
                Integer.toString(requests),
                "-c",
                "2",
                "-m",
                "50",
                "https://127.0.0.1:" + proxy.port() + "/page");

        assertThat(output.text())
                .contains("Application protocol: h2")
                .contains(requests + " succeeded, 0 failed, 0 errored");
        allOfHttp2(requests);
        nginxSpokeOnly(server, "HTTP/2.0", requests);
    }

    @Test
    void h2loadWithHttp11IsAnsweredByNginxInHttp11() throws Exception {
        listenInFrontOf("nginx");

        Curl.Output output =
                Curl.call("h2load", "--h1", "-n", "200", "-c", "2", "https://127.0.0.1:" + proxy.port() + "/page");

        assertThat(output.text())
                .contains("Application protocol: http/1.1")
                .contains("200 succeeded, 0 failed, 0 errored");
        nginxSpokeOnly("nginx", "HTTP/1.1", 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nghttpd"})
    void nghttpFetchesFilesConcurrentlyThroughAReverseListener(String server) throws Exception {
        listenInFrontOf(server);
        String here = "https://127.0.0.1:" + proxy.port();

        Curl.Output output =
                Curl.call("nghttp", "--no-verify-peer", here + "/page", here + "/large", here + "/page?again");

        assertThat(output.exit()).as(output.text()).isZero();
        assertThat(output.text()).hasSize(servers.large().length + 2 * OtherServers.PAGE.length());
        List<HttpFlow> flows = allOfHttp2(3);
        assertThat(flows.stream().map(flow -> proxy.bytes(flow.response().body())))
                .containsExactlyInAnyOrder(latin1(OtherServers.PAGE), servers.large(), latin1(OtherServers.PAGE));
        assertThat(flows.stream().map(flow -> flow.client().connection()).distinct())
                .hasSize(1);
        nginxSpokeOnly(server, "HTTP/2.0", 3);
    }

    /** Each mode in which a client names its server, and a reverse listener with HTTP/2 clients in the clear. */
    @ParameterizedTest
    @CsvSource({
        "socks5, nginx",
        "socks5, nghttpd",
        "upstream:http, nginx",
        "upstream:https, nginx",
        "upstream:socks5, nginx",
        "reverse, nginx",
        "reverse, nghttpd"
    })
    void curlUsesHttp2InEveryMode(String mode, String server) throws Exception {
        String url = "https://localhost:" + servers.port(server) + "/page";
        List<String> call = new ArrayList<>(List.of("-w", " %{http_version}", "--cacert", ca()));
        if (mode.equals("socks5")) {
            listen(mode);
            Collections.addAll(call, "--http2", "--socks5-hostname", "127.0.0.1:" + proxy.port(), url);
        } else if (mode.equals("reverse")) {
            listenInFrontOf(server);
            Collections.addAll(call, "--http2-prior-knowledge", "http://127.0.0.1:" + proxy.port() + "/page");
        } else {
            RunningProxy next =
                    another(defaults -> mode.endsWith("socks5") ? in(defaults, "socks5") : in(defaults, "regular"));
            restartWith(defaults -> in(trusting(defaults, next), mode + "://localhost:" + next.port()));
            Collections.addAll(call, "--http2", "-x", "http://127.0.0.1:" + proxy.port(), url);
        }

        assertThat(Curl.curl(call.toArray(String[]::new))).isEqualTo(new Curl.Output(0, OtherServers.PAGE + " 2"));

        allOfHttp2(1);
        nginxSpokeOnly(server, "HTTP/2.0", 1);
    }

    private ProxySettings trusting(ProxySettings defaults, RunningProxy next) {
        try {
            Path authority =
                    Files.write(files.resolve("next.pem"), next.authority().pem());
            return new ProxySettings(
                    defaults.listen(),
                    List.of(originCa.file(), authority),
                    false,
                    defaults.timeouts().connect(),
                    defaults.timeouts().idle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nginxThatRequiresAClientCertificateGetsOurs() throws Exception {
        String url = "https://localhost:" + servers.strict() + "/page";
        assertThat(curl("--http2", "-w", "%{http_code}", url).text()).contains("No required SSL certificate was sent");
        assertThat(servers.seen(1).get(0)).startsWith("HTTP/2.0 400 - GET ");

        restartWith(defaults -> settings(defaults)
                .with(new TlsSettings(
                        TlsSettings.Terms.DEFAULT,
                        TlsSettings.Terms.DEFAULT,
                        Optional.of(identity),
                        Optional.empty())));

        assertThat(curl("--http2", "-w", " %{http_version}", url))
                .isEqualTo(new Curl.Output(0, OtherServers.PAGE + " 2"));
        assertThat(servers.seen(1).get(0)).startsWith("HTTP/2.0 200 CN=somebody GET ");
        allOfHttp2(1);
    }
}
