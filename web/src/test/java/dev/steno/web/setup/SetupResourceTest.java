package dev.steno.web.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.steno.addon.Addon;
import dev.steno.flow.Endpoint;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check list of a new user follows what real clients do with a real proxy. */
class SetupResourceTest extends TlsProxyTest {
    private final FirstContacts contacts = new FirstContacts();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private List<Endpoint> pages = List.of();
    private ApiServer server;
    private WebToken token;

    @Override
    protected Addon[] addons() {
        return new Addon[] {contacts};
    }

    @BeforeEach
    void api() throws IOException {
        token = WebToken.open(folder);
        server = closing(ApiServer.bind(new Endpoint("127.0.0.1", 0), false));
        SetupResource setup = new SetupResource(
                contacts,
                () -> Map.of("listeners", List.of(Map.of("mode", "regular", "address", "0.0.0.0:" + proxy.port()))),
                () -> pages,
                new SetupResource.Authority(folder.resolve("my ca.pem"), "AB:CD"));
        server.start(
                new Router(setup.routes()), new Guard(token, new HostNames(List.of()), false, System::nanoTime), null);
    }

    private String setup() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/setup"))
                .header("Authorization", token.authorization())
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void beforeTheFirstClientNothingIsDoneAndTheLinesCanBeCopied() throws Exception {
        assertThat(setup())
                .contains("\"connected\":{\"done\":false}", "\"plain\":{\"done\":false}")
                .contains("\"certificate\":{\"state\":\"none\"}")
                .contains("curl -x http://127.0.0.1:" + proxy.port() + " --cacert '" + folder + "/my ca.pem' ")
                .contains("steno env --listen 127.0.0.1:" + proxy.port())
                .contains("steno browser --proxy 127.0.0.1:" + proxy.port())
                .contains("\"sha256\":\"AB:CD\"", "\"onboarding\":\"http://steno.internal/\"");
    }

    @Test
    void aPhoneIsSentToTheProxysPageIfItCanBeReached() throws Exception {
        pages = List.of(new Endpoint("192.0.2.5", 8080));

        assertThat(setup()).contains("\"onboarding\":\"http://192.0.2.5:8080/\"");
    }

    @Test
    void aPlainRequestIsSeenWithItsClientAndHost() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client();
        client.send(get(origin, "/"));
        assertThat(client.response().status()).isEqualTo(200);

        assertThat(setup())
                .contains("\"connected\":{\"done\":true,\"address\":\"127.0.0.1:")
                .contains("\"plain\":{\"done\":true,\"host\":\"127.0.0.1\"}");
    }

    @Test
    void aClientThatTrustsTheCaTakesTheCertificate() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient client = tlsClient(origin);
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(200);

        Awaitility.await()
                .untilAsserted(() -> assertThat(setup())
                        .contains("\"state\":\"accepted\",\"client\":\"127.0.0.1\",\"host\":\"localhost:"
                                + origin.port()));
    }

    @Test
    void aClientThatDoesNotTrustTheCaIsToldWithItsReason() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        assertThat(catchThrowable(
                        () -> client().connect("localhost:" + origin.port()).tls(originCa.trusted(), "localhost")))
                .isInstanceOf(IOException.class);

        Awaitility.await()
                .untilAsserted(() -> assertThat(setup())
                        .contains(
                                "\"state\":\"refused\",\"client\":\"127.0.0.1\",\"host\":\"localhost:" + origin.port())
                        .contains("\"reason\":\""));
    }
}
