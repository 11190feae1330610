package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.Http2Config;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.Curl.Output;
import dev.steno.testing.proxy.TlsProxyTest;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 clients that are independent programs: curl, nghttp, h2load, the JDK's client, OkHttp and Node. */
class Http2ProgramsTest extends TlsProxyTest {
    @TempDir
    Path files;

    /** The clients get HTTP/2 although their servers are HTTP/1 scripts. */
    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).with(new Http2Config(true, Http2Config.DEFAULT.ping()));
    }

    private Output curl(String... arguments) throws Exception {
        Path ca = Files.write(files.resolve("steno.pem"), proxy.authority().pem());
        List<String> call =
                new ArrayList<>(List.of("-x", "http://127.0.0.1:" + proxy.port(), "--cacert", ca.toString()));
        call.addAll(List.of(arguments));
        return Curl.curl(call.toArray(String[]::new));
    }

    private static ScriptedOrigin.Script echo() {
        return connection -> {
            for (HttpAnswer request = next(connection); request != null; request = next(connection)) {
                byte[] body = request.body();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                connection.send(body);
            }
        };
    }

    private static HttpAnswer next(Wiretap connection) {
        try {
            return connection.readWholeRequest();
        } catch (java.io.IOException e) {
            return null; // the connection's end
        }
    }

    private static ScriptedOrigin.Script paths() {
        return connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                String path = head.split(" ")[1];
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        };
    }

    @Test
    void curlUsesHttp2InATunnel() throws Exception {
        ScriptedOrigin origin = tlsOrigin(paths());
        String url = "https://localhost:" + origin.port();

        Output output = curl("--http2", "-w", " %{http_version} ", url + "/a", url + "/b");

        assertThat(output).isEqualTo(new Output(0, "/a 2 /b 2 "));
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(((HttpFlow) flow).request().version()).isEqualTo("HTTP/2.0");
        });
        assertThat(((HttpFlow) proxy.flows().get(1)).client().connection())
                .isEqualTo(((HttpFlow) proxy.flows().get(0)).client().connection());
    }

    @Test
    void curlUploadsABodyAndGetsItEchoed() throws Exception {
        byte[] body = noise(3_000_000);
        Path file = Files.write(files.resolve("upload"), body);
        Path back = files.resolve("back");
        ScriptedOrigin origin = tlsOrigin(echo());

        Output output = curl(
                "--http2", "-T", file.toString(), "-o", back.toString(), "https://localhost:" + origin.port() + "/");

        assertThat(output).isEqualTo(new Output(0, ""));
        assertThat(Files.readAllBytes(back)).isEqualTo(body);
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(body);
        assertThat(proxy.bytes(proxy.http().response().body())).isEqualTo(body);
    }

    @Test
    void nghttpWithPriorKnowledgeFetchesConcurrently() throws Exception {
        ScriptedOrigin origin = origin(paths());
        List<String> command = new ArrayList<>(List.of("-H:authority: " + origin.authority()));
        for (int i = 0; i < 20; i++) {
            command.add("http://127.0.0.1:" + proxy.port() + "/" + i);
        }

        Output output = Curl.call("nghttp", command.toArray());

        assertThat(output.exit()).isZero();
        for (int i = 0; i < 20; i++) {
            assertThat(output.text()).contains("/" + i);
        }
        assertThat(proxy.ended(20)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            HttpFlow http = (HttpFlow) flow;
            assertThat(new String(proxy.bytes(http.response().body())))
                    .isEqualTo(http.request().path());
        });
    }

    @Test
    void nghttpSendsABodyWithTrailers() throws Exception {
        byte[] body = noise(500_000);
        Path file = Files.write(files.resolve("body"), body);
        ScriptedOrigin origin = origin(echo());

        Output output = Curl.call(
                "nghttp",
                "-n",
                "-d",
                file.toString(),
                "--trailer",
                "x-check: 1",
                "-H:authority: " + origin.authority(),
                "http://127.0.0.1:" + proxy.port() + "/up");

        assertThat(output.exit()).isZero();
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.request().trailers().get("x-check")).isEqualTo("1");
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(body);
    }

    @Test
    void h2loadGetsEveryResponse() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.counting());

        Output output = Curl.call(
                "h2load",
                "-n",
                "2000",
                "-c",
                "2",
                "-m",
                "20",
                "-H:authority: " + origin.authority(),
                "http://127.0.0.1:" + proxy.port() + "/");

        assertThat(output.text()).contains("2000 succeeded, 0 failed, 0 errored");
        assertThat(proxy.ended(2000))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @Test
    void concurrentRequestsOfTheJdksClientShareOneConnection() throws Exception {
        ScriptedOrigin origin = tlsOrigin(paths());
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslContext(trustingSteno())
                .build();
        URI base = URI.create("https://localhost:" + origin.port() + "/");
        HttpResponse<String> first =
                client.send(HttpRequest.newBuilder(base).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(base.resolve("/" + i)).build(), HttpResponse.BodyHandlers.ofString()));
        }

        for (int i = 0; i < 60; i++) {
            assertThat(answers.get(i).get(180, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
        }
        assertThat(proxy.ended(61).stream()
                        .map(flow -> ((HttpFlow) flow).client().connection())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void okHttpUsesOneConnectionForAllCalls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(echo());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("steno", proxy.authority().certificate());
        trust.init(anchors);
        OkHttpClient client = new OkHttpClient.Builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslSocketFactory(trustingSteno().getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
                .build();
        try {
            for (int i = 0; i < 20; i++) {
                byte[] body = noise(10_000 * i);
                Request request = new Request.Builder()
                        .url("https://localhost:" + origin.port() + "/" + i)
                        .post(RequestBody.create(body))
                        .build();
                try (Response answer = client.newCall(request).execute()) {
                    assertThat(answer.protocol()).isEqualTo(Protocol.HTTP_2);
                    assertThat(answer.body().bytes()).isEqualTo(body);
                }
            }
        } finally {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
        assertThat(proxy.ended(20).stream()
                        .map(flow -> ((HttpFlow) flow).client().connection())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void nodeUsesTlsInAConnectOverHttp2() throws Exception {
        ScriptedOrigin origin = tlsOrigin(paths());
        String script = """
                const [proxy, port, ca] = process.argv.slice(1);
                const session = require('http2').connect('http://127.0.0.1:' + proxy);
                const tunnel = session.request({':method': 'CONNECT', ':authority': 'localhost:' + port});
                tunnel.on('response', headers => {
                  const socket = require('tls').connect(
                      {socket: tunnel, servername: 'localhost', ca: require('fs').readFileSync(ca)}, () => {
                    socket.write('GET /in-a-stream HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n');
                  });
                  let all = String(headers[':status']) + ' ';
                  socket.on('data', piece => all += piece);
                  socket.on('end', () => { console.log(all); session.destroy(); });
                });
                """;
        Path ca = Files.write(files.resolve("steno.pem"), proxy.authority().pem());

        Output output = Curl.call("node", "-e", script, proxy.port(), origin.port(), ca);

        assertThat(output.text()).startsWith("200 HTTP/1.1 200 OK").contains("/in-a-stream");
        assertThat(output.exit()).isZero();
        assertThat(proxy.http().request().url()).isEqualTo("https://localhost:" + origin.port() + "/in-a-stream");
    }
}
