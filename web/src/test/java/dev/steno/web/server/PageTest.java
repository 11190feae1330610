package dev.steno.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Endpoint;
import dev.steno.web.api.PageResource;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the user interface and its files: what they may load, how they are cached, and that no other file is served. */
class PageTest {
    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        Guard guard = new Guard(WebToken.open(home), new HostNames(List.of()), false, System::nanoTime);
        server.start(new Router(new PageResource().routes()), guard, null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String... fields) throws IOException, InterruptedException {
        InetSocketAddress address = server.address();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void thePageRunsOnlyWhatThisServerServesAndEachResponseHasAnotherNonce() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(field(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(field(page, "Cache-Control")).isEqualTo("no-store");
        String policy = field(page, "Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "connect-src 'self'")
                .doesNotContain("unsafe");
        Matcher nonce = Pattern.compile("'nonce-([A-Za-z0-9_-]{22})'").matcher(policy);
        assertThat(nonce.find()).isTrue();
        assertThat(text(page)).contains(nonce.group(1)).doesNotContain("__NONCE__");
        assertThat(field(get("/"), "Content-Security-Policy")).isNotEqualTo(policy);
    }

    @Test
    void everyFileThatThePageNamesIsServedAndCachedByItsVersion() throws Exception {
        Matcher names = Pattern.compile("\"(/ui/[a-z.]+\\?v=[0-9a-f]{12})\"").matcher(text(get("/")));
        int files = 0;
        while (names.find()) {
            files++;
            HttpResponse<byte[]> file = get(names.group(1));
            assertThat(file.statusCode()).as(names.group(1)).isEqualTo(200);
            assertThat(field(file, "Cache-Control")).contains("immutable");
            assertThat(field(file, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
        assertThat(files).isGreaterThanOrEqualTo(3);
        assertThat(field(get("/ui/app.css"), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyModuleThatAModuleImportsIsServed() throws Exception {
        Matcher imports = Pattern.compile("[(\"]\\./([a-z0-9-]+\\.js)\\?v=")
                .matcher(text(get("/ui/app.js")) + text(get("/ui/core.js")));
        int modules = 0;
        while (imports.find()) {
            modules++;
            assertThat(get("/ui/" + imports.group(1)).statusCode())
                    .as(imports.group(1))
                    .isEqualTo(200);
        }
        assertThat(modules).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aFileIsCompressedForThoseWhoTakeIt() throws Exception {
        HttpResponse<byte[]> plain = get("/ui/app.js");
        HttpResponse<byte[]> compressed = get("/ui/app.js", "Accept-Encoding", "br, gzip;q=0.8");
        assertThat(field(plain, "Content-Encoding")).isEmpty();
        assertThat(field(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(field(compressed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(field(get("/ui/app.js", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/none.js",
                "/ui/..%2Fui%2Fapp.js",
                "/ui/%2e%2e",
                "/ui/app.class",
                "/ui/index.html",
                "/ui/",
                "/app.js"
            })
    void noOtherFileIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }
}
