package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.process.Curl.Output;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl and the JDK's client, each with its usual requests and failures. */
class ClientsTest extends TlsProxyTest {
    @TempDir
    Path files;

    private Output curl(String... arguments) throws Exception {
        Path ca = Files.write(files.resolve("steno.pem"), proxy.authority().pem());
        List<String> call =
                new ArrayList<>(List.of("-x", "http://127.0.0.1:" + proxy.port(), "--cacert", ca.toString()));
        call.addAll(List.of(arguments));
        return Curl.curl(call.toArray(String[]::new));
    }

    @Test
    void curlThatTrustsTheCaGetsAnHttpsPage() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        Output output =
                curl("https://localhost:" + origin.port() + "/page", "https://localhost:" + origin.port() + "/2");

        assertThat(output).isEqualTo(new Output(0, "okok"));
        assertThat(origin.connections()).hasSize(1);
        assertThat(proxy.ended(2)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @Test
    void curlThatDoesNotTrustTheCaRefusesTheCertificateAndIsRecorded() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        Output output = curl("--cacert", originCa.file().toString(), "https://localhost:" + origin.port() + "/");

        assertThat(output.exit()).isEqualTo(60);
        assertThat(proxy.tcp().error().message()).contains("the client does not trust Steno's CA");
    }

    @Test
    void curlUploadsAFileWithExpect() throws Exception {
        byte[] body = noise(3_000_000);
        Path file = Files.write(files.resolve("upload"), body);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        ScriptedOrigin origin = tlsOrigin(connection -> {
            String head = connection.readHead();
            if (head.contains("Expect: 100-continue")) {
                connection.send("HTTP/1.1 100 Continue\r\n\r\n");
            }
            arrived.complete(connection.readExactly(body.length));
            connection.send(OK);
            connection.awaitEnd();
        });

        Output output =
                curl("-H", "Expect: 100-continue", "-T", file.toString(), "https://localhost:" + origin.port() + "/up");

        assertThat(output).isEqualTo(new Output(0, "ok"));
        assertThat(arrived.get(180, TimeUnit.SECONDS)).isEqualTo(body);
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(body);
    }

    @Test
    void curlGetsTheReasonWhyAnUploadOverTlsIsRefused() throws Exception {
        Path file = Files.write(files.resolve("upload"), noise(5_000_000));
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
        });

        Output output = curl("-H", "Expect:", "-T", file.toString(), "https://localhost:" + origin.port() + "/up");

        assertThat(output.text()).contains("no");
        assertThat(proxy.http().response().status()).isEqualTo(413);
    }

    @Test
    void curlWithHttp10GetsItsResponse() throws Exception {
        ScriptedOrigin origin = origin(
                ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));

        assertThat(curl("-0", "http://" + origin.authority() + "/")).isEqualTo(new Output(0, "abc"));
    }

    @Test
    void curlSeesTheProxysOwnPageForAFailedServer() throws Exception {
        int port = Loopback.freePort();

        Output output = curl("-w", "%{http_code}", "https://localhost:" + port + "/");

        assertThat(output.text()).contains("connection refused").endsWith("502");
    }

    @Test
    void curlReportsATruncatedResponse() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
        });

        Output output = curl("https://localhost:" + origin.port() + "/");

        assertThat(output.exit()).isNotZero();
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    private HttpClient jdkClient() throws IOException {
        return HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .sslContext(trustingSteno())
                .build();
    }

    @Test
    void theJdksClientFetchesHttpAndHttps() throws Exception {
        ScriptedOrigin plain = origin(ScriptedOrigin.counting());
        ScriptedOrigin tls = tlsOrigin(ScriptedOrigin.counting());
        HttpClient client = jdkClient();

        for (int i = 1; i <= 3; i++) {
            for (String url : List.of("http://" + plain.authority() + "/", "https://localhost:" + tls.port() + "/")) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo(Integer.toString(i));
            }
        }
        assertThat(proxy.ended(6)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @Test
    void concurrentRequestsOfTheJdksClientAllGetTheirOwnResponses() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                String path = head.split(" ")[1];
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        });
        HttpClient client = jdkClient();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + origin.port() + "/" + i))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).get(180, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
        }
        assertThat(proxy.ended(100)).allSatisfy(flow -> {
            HttpFlow http = (HttpFlow) flow;
            assertThat(http.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(new String(proxy.bytes(http.response().body())))
                    .isEqualTo(http.request().path());
        });
    }
}
