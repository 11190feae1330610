package dev.steno.rule.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewrittenBackTest {
    private static HttpRequest request(String scheme, String host, int port, String path) {
        return new HttpRequest("GET", scheme, host, port, path, "HTTP/1.1", Headers.EMPTY, null, Body.NONE, 0, 0);
    }

    private static final RewrittenBack BACK = new RewrittenBack(
            request("http", "dev.test", 8080, "/v2/users/7?x"), request("https", "shop.test", 443, "/api/users/7"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "Location # http://dev.test:8080/v2/users/8?y # https://shop.test/api/users/8?y",
                "location # HTTP://DEV.test:8080 # https://shop.test",
                "Location # http://dev.test:8080/other # https://shop.test/other",
                "Location # http://dev.test:80801/v2 # http://dev.test:80801/v2",
                "Location # http://dev.test/v2 # http://dev.test/v2",
                "Location # /v2/users # /api/users",
                "Location # /v20/users # /v20/users",
                "Location # //dev.test:8080/v2/x # //shop.test/api/x",
                "Location # //dev.test/v2/x # //dev.test/v2/x",
                "Location # //cdn.test/v2 # //cdn.test/v2",
                "Location # users # users",
                "Content-Location # /v2 # /api",
                "Refresh # 5; url=/v2/a # 5; url=/api/a",
                "Refresh # 5 # 5",
                "Link # </v2/a>; rel=x, <b>; rel=y, <http://dev.test:8080/v2/c> # </api/a>; rel=x, <b>; rel=y, <https://shop.test/api/c>",
                "Link # </v2/a # </v2/a",
                "Set-Cookie # a=1; Domain=.dev.test; Path=/ # a=1; Domain=shop.test; Path=/",
                "Set-Cookie # a=1; domain=test # a=1; domain=shop.test",
                "Set-Cookie # a=1; Domain=elsewhere.test # a=1; Domain=elsewhere.test",
                "Access-Control-Allow-Origin # http://dev.test:8080 # https://shop.test",
                "Access-Control-Allow-Origin # * # *",
                "X-Other # http://dev.test:8080/ # http://dev.test:8080/",
            })
    void fieldsNameTheServerThatWasAsked(String name, String value, String expected) {
        assertThat(BACK.of(Headers.of(name, value))).isEqualTo(Headers.of(name, expected));
    }

    @ParameterizedTest
    @CsvSource({"/a/x, /b/x, /a/y, /b/y", "/x, /x, /y, /y", "/ab, /b, /ab, /b", "/, /a/, /x, /a/x"})
    void pathsDifferInWholeSegments(String sent, String came, String location, String expected) {
        RewrittenBack back = new RewrittenBack(request("http", "b", 80, sent), request("http", "a", 80, came));
        assertThat(back.of(Headers.of("Location", location)).get("Location")).isEqualTo(expected);
    }
}
