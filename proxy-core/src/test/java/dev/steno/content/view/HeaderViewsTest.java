package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.testing.tls.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderViewsTest {
    /** The example of RFC 7519, 3.1. */
    private static final String TOKEN = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    @Test
    void aTokenIsTakenApart() {
        String shown = """
                header
                {
                  "typ": "JWT",
                  "alg": "HS256"
                }
                claims
                {
                  "iss": "joe",
                  "exp": 1300819380,
                  "http://example.com/is_root": true
                }
                exp: 2011-03-22T18:43:00Z
                (signature of 32 bytes, not verified)
                """;
        assertThat(Views.auto(TOKEN, null)).isEqualTo(shown);
        Headers headers = Headers.of("Authorization", "Bearer " + TOKEN);
        assertThat(Views.shown(out -> HeaderViews.showAuthorization(headers, out)))
                .isEqualTo(shown);
    }

    @Test
    void theUserOfBasicIsShownWithoutThePassword() {
        Headers headers = Headers.of("authorization", "Basic YW5uOnNlY3JldA==");
        assertThat(Views.shown(out -> HeaderViews.showAuthorization(headers, out)))
                .isEqualTo("user: ann\n");
    }

    @Test
    void cookiesAreAListAndHaveAttributes() {
        Headers headers = Headers.of("Cookie", "a=1; b=x=y", "Set-Cookie", "id=7; Path=/; HttpOnly");
        assertThat(Views.shown(out -> HeaderViews.showCookies(headers, out))).isEqualTo("""
                        a: 1
                        b: x=y
                        id: 7
                          Path=/
                          HttpOnly
                        """);
    }

    @Test
    void certificatesAreShownByTheirFacts(@TempDir Path folder) throws Exception {
        Identity.make(folder, "example.org", "www.example.org").writeTo(folder);
        Path file = folder.resolve("leaf.pem");
        String shown = Views.auto(Files.readAllBytes(file), "application/x-pem-file");
        assertThat(shown)
                .contains("subject: ")
                .contains("issuer: ")
                .containsPattern("names: .*\\bexample.org, www.example.org\n")
                .contains("valid: 20")
                .containsPattern("key: (EC 256|RSA [0-9]{4})\n");
        assertThat(Views.auto(Files.readAllBytes(file), null)).isEqualTo(shown);
        assertThat(Views.auto("-----BEGIN CERTIFICATE-----\nabc", "application/x-pem-file"))
                .isEqualTo("(no certificate can be read)\n-----BEGIN CERTIFICATE-----\nabc\n");
    }

    @Test
    void aQueryIsAListOfDecodedPairs() {
        assertThat(Views.shown(out -> FormView.showQuery("q=a+b&q=%C3%A9", out)))
                .isEqualTo("q: a b\nq: é\n");
    }
}
