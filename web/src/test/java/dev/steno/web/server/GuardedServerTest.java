package dev.steno.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.Endpoint;
import dev.steno.web.api.LoginResource;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.LoginCodes;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server refuses before any resource sees the request, and what it says of it. */
class GuardedServerTest {
    @TempDir
    Path home;

    private final AtomicLong clock = new AtomicLong();
    private final LoginCodes codes = new LoginCodes(clock::get);
    private final CountDownLatch gone = new CountDownLatch(1);
    private ApiServer server;
    private WebToken token;
    private WebToken metrics;

    @BeforeEach
    void start() throws IOException {
        token = WebToken.open(home);
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        Guard guard = new Guard(token, new HostNames(List.of("steno.test")), false, clock::get);
        metrics = WebToken.open(home, WebToken.METRICS);
        guard.opensMetrics(metrics);
        List<Route> routes = new ArrayList<>(new LoginResource(guard, codes, home).routes());
        routes.add(new Route("GET", "/", "", request -> ApiResponse.text("text/html", "page")));
        routes.add(new Route("GET", "/metrics", "", request -> ApiResponse.text("text/plain", "counts")));
        routes.add(new Route("GET", "/api/v1/x", "", request -> ApiResponse.json("{}".getBytes())));
        routes.add(new Route("GET", "/api/v1/gone", "", request -> {
            await().until(request::isGone);
            gone.countDown();
            return ApiResponse.nothing();
        }));
        routes.add(new Route(
                "PUT",
                "/api/v1/upload",
                "",
                request -> ApiResponse.text(
                        "text/plain", new String(request.content().readAllBytes())),
                true));
        server.start(new Router(routes), guard, null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApiCall get(String path, String... fields) throws IOException {
        return ApiCall.send(server.address(), head("GET", path, fields), "");
    }

    /** Without a Host among the fields, that of the server is sent. */
    private String head(String method, String path, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean named = false;
        for (String field : fields) {
            named |= field.startsWith("Host:");
            head.append(field).append("\r\n");
        }
        return named
                ? head.toString()
                : head + "Host: 127.0.0.1:" + server.address().getPort() + "\r\n";
    }

    private ApiCall post(String path, String... fields) throws IOException {
        return ApiCall.send(server.address(), head("POST", path, fields), "");
    }

    private String authorized() {
        return "Authorization: " + token.authorization();
    }

    @Test
    void theTokenForMetricsOpensNothingElse() throws IOException {
        String scraper = "Authorization: " + metrics.authorization();
        assertThat(get("/metrics", scraper).body()).isEqualTo("counts");
        assertThat(get("/metrics", authorized()).status()).isEqualTo(200);
        assertThat(get("/api/v1/x", scraper).status()).isEqualTo(401);
        ApiCall without = get("/metrics");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.body()).contains("metrics-token in the home folder").doesNotContain("steno web");
        assertThat(get("/metrics", "Authorization: Bearer " + "A".repeat(43)).status())
                .isEqualTo(401);
    }

    @Test
    void theTokenIsNeeded() throws IOException {
        assertThat(get("/api/v1/x", authorized()).status()).isEqualTo(200);
        ApiCall without = get("/api/v1/x");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.field("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(without.body()).contains("web-token");
        assertThat(get("/api/v1/x", "Authorization: Bearer " + "A".repeat(43)).status())
                .isEqualTo(401);
        assertThat(get("/api/v1/x", "Cookie: token=" + token.reveal()).status()).isEqualTo(401);
        assertThat(get("/api/v1/x?token=" + token.reveal()).status()).isEqualTo(401);
        assertThat(get("/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example, 421",
        "Host: 127.0.0.1.evil.example, 421",
        "Host: localhost.evil.example:8081, 421",
        "Host:, 421",
        "Host: [::2], 421",
        "Host: localhost:99999, 421",
        "Host: LOCALHOST:1234, 200",
        "Host: [::1]:1234, 200",
        "Host: [::1], 200",
        "Host: steno.test, 200",
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Sec-Fetch-Site: none, 403",
        "Sec-Fetch-Site: same-origin, 200",
        "Via: 1.1 proxy, 403",
        "Forwarded: for=1.2.3.4, 403",
        "X-Forwarded-For: 1.2.3.4, 403",
        "X-Forwarded-Host: localhost, 403",
        "X-Forwarded-Port: 443, 403",
        "X-FORWARDED-PREFIX: /steno, 403",
        "X-Real-IP: 1.2.3.4, 403",
    })
    void whereARequestComesFromIsChecked(String field, int status) throws IOException {
        assertThat(get("/api/v1/x", field, authorized()).status()).isEqualTo(status);
    }

    @Test
    void theOriginIsThatOfTheHost() throws IOException {
        String port = ":" + server.address().getPort();
        assertThat(get("/api/v1/x", "Host: localhost" + port, "Origin: http://localhost" + port, authorized())
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/v1/x", "Host: localhost" + port, "Origin: http://127.0.0.1" + port, authorized())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageMayBeOpenedByItsAddressButNotFromAnotherPage() throws IOException {
        assertThat(get("/", "Sec-Fetch-Site: none").status()).isEqualTo(200);
        assertThat(get("/", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        // a link on another page leads to the page, but neither a frame nor a script of it
        String link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ";
        assertThat(get("/", link + "document").status()).isEqualTo(200);
        assertThat(get("/", link + "iframe").status()).isEqualTo(403);
        assertThat(get("/api/v1/x", link + "document", authorized()).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1/api/v1/x, 400", "http://evil.example/, 400", "//evil.example/, 400", "*, 400"})
    void targetsOfAProxysClientAreRefused(String target, int status) throws IOException {
        assertThat(get(target, authorized()).status()).isEqualTo(status);
    }

    @Test
    void aTunnelIsRefused() throws IOException {
        assertThat(ApiCall.send(server.address(), head("CONNECT", "example.org:443", authorized()), "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void afterTenWrongTokensFurtherWrongOnesOfTheAddressWait() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(get("/api/v1/x", "Authorization: Bearer no").status()).isEqualTo(401);
        }
        ApiCall blocked = get("/api/v1/x", "Authorization: Bearer no");
        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.field("Retry-After")).isEqualTo("60");
        assertThat(login("no").status()).isEqualTo(429);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(61));
        assertThat(get("/api/v1/x", "Authorization: Bearer no").status()).isEqualTo(401);
    }

    @Test
    void wrongTokensOfAnotherUserOfTheMachineDoNotLockItsOwnerOut() throws IOException {
        String code = codes.create();
        for (int i = 0; i < 11; i++) {
            get("/api/v1/x", "Authorization: Bearer no");
        }
        assertThat(get("/api/v1/x", "Authorization: Bearer no").status()).isEqualTo(429);
        assertThat(get("/api/v1/x", authorized()).status()).isEqualTo(200);
        assertThat(login(code).status()).isEqualTo(200);
        assertThat(get("/api/v1/x", "Authorization: Bearer no").status()).isEqualTo(429);
    }

    @Test
    void aCodeIsGoodOnceAndForTenMinutes() throws IOException {
        String code = codes.create();
        ApiCall login = login(code);
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.body()).isEqualTo("{\"token\":\"" + token.reveal() + "\"}");
        assertThat(login(code).status()).isEqualTo(401);

        String late = codes.create();
        clock.addAndGet(TimeUnit.MINUTES.toNanos(10));
        assertThat(login(late).status()).isEqualTo(401);
    }

    private ApiCall login(String code) throws IOException {
        return ApiCall.send(server.address(), head("POST", "/api/v1/login"), "{\"code\":\"" + code + "\"}");
    }

    @Test
    void whoKnowsTheTokenMakesCodes() throws IOException {
        ApiCall made = ApiCall.send(server.address(), head("POST", "/api/v1/login/codes", authorized()), "");
        assertThat(made.status()).isEqualTo(200);
        String code = made.body().replaceAll(".*:\"(.*)\"}", "$1");
        assertThat(login(code).status()).isEqualTo(200);
    }

    @Test
    void everyResponseForbidsFramesGuessesAndOtherOrigins() throws IOException {
        for (ApiCall each : List.of(get("/"), get("/api/v1/x"), get("/api/v1/x", authorized()), get("/none"))) {
            assertThat(each.field("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(each.field("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(each.field("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(each.field("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(each.field("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(each.field("Cache-Control")).isEqualTo("no-store");
            assertThat(each.field("Access-Control-Allow-Origin")).isNull();
            assertThat(each.field("Set-Cookie")).isNull();
        }
    }

    @Test
    void unknownPathsAndMethodsSaySo() throws IOException {
        assertThat(get("/api/v1/none", authorized()).status()).isEqualTo(404);
        ApiCall wrong = ApiCall.send(server.address(), head("DELETE", "/api/v1/x", authorized()), "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.field("Allow")).isEqualTo("GET, HEAD");
        assertThat(wrong.field("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aRequestMayArriveInParts() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            String head = head("POST", "/api/v1/login", "Content-Length: 13", "Connection: close") + "\r\n";
            socket.setSoTimeout(60_000);
            for (String part : List.of(head.substring(0, 20), head.substring(20), "{\"code\"", ":\"no\"}")) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
                // one event loop serves both connections, so the part has been read when the other is answered
                assertThat(get("/").status()).isEqualTo(200);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void aResourceLearnsThatItsClientLeft() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream()
                    .write((head("GET", "/api/v1/gone", authorized()) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(get("/").status()).isEqualTo(200);
        }

        assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** The head of the upload is there before the answer to the request before it has left. */
    @Test
    void theBodyOfAnUploadThatFollowsAnotherRequestIsRead() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(30_000);
            String heads = head("GET", "/") + "\r\n"
                    + head("PUT", "/api/v1/upload", authorized(), "Content-Length: 4", "Connection: close") + "\r\n";
            socket.getOutputStream().write(heads.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200");
            socket.getOutputStream().write("body".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("\r\n\r\nbody");
        }
    }

    @Test
    void requestsInARowAreAnsweredInTheirOrder() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(60_000);
            String requests = (head("GET", "/api/v1/x", authorized()) + "\r\n" + head("GET", "/") + "\r\n").repeat(5)
                    + head("GET", "/none", authorized(), "Connection: close") + "\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Pattern.compile("\r\n\r\n(\\{}|page|\\{)")
                            .matcher(answers)
                            .results()
                            .map(found -> found.group(1)))
                    .containsExactly("{}", "page", "{}", "page", "{}", "page", "{}", "page", "{}", "page", "{");
        }
    }

    @Test
    void theNextFreePortIsTakenIfAllowed() throws IOException {
        InetSocketAddress taken = server.address();
        try (ApiServer other = ApiServer.bind(new Endpoint("127.0.0.1", taken.getPort()), true)) {
            assertThat(other.address().getPort()).isGreaterThan(taken.getPort());
        }
    }

    @Test
    void aNewTokenEndsTheFormerOne() throws Exception {
        String former = authorized();
        assertThat(get("/api/v1/x", former).status()).isEqualTo(200);
        WebToken.renew(home);
        assertThat(get("/api/v1/x", former).status()).isEqualTo(200);
        assertThat(post("/api/v1/login/token").status()).isEqualTo(401);
        assertThat(post("/api/v1/login/token", former).status()).isEqualTo(204);
        assertThat(get("/api/v1/x", former).status()).isEqualTo(401);
        assertThat(get("/api/v1/x", "Authorization: " + WebToken.read(home).authorization())
                        .status())
                .isEqualTo(200);
    }
}
