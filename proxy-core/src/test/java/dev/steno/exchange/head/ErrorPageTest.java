package dev.steno.exchange.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPageTest {

    private static HttpResponse page(int status, String message) {
        return ErrorPage.of(status, new FlowError(FlowError.Step.SERVER_TLS, message, 1), 12);
    }

    private static String text(HttpResponse page) {
        return new String(Framing.bytes(page.body()), StandardCharsets.UTF_8);
    }

    @Test
    void whatAPeerSentIsShownAsTextAndNeverAsMarkup() {
        assertThat(text(page(502, "<script>alert('&amp;')</script>")))
                .contains(": &lt;script&gt;alert('&amp;amp;')&lt;/script&gt;.</p>")
                .doesNotContain("<script>");
    }

    @Test
    void aPageSaysWhatFailedAndAtWhichStep() {
        assertThat(text(page(502, "no way")))
                .contains("502 Bad Gateway", "<p>Steno could not reach the server (TLS): no way.</p>", "server tls")
                .contains("steno show 12");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 414, 431, 502, 503, 504, 599})
    void theLengthIsThatOfTheBytes(int status) {
        HttpResponse page = page(status, "caf\u00e9 \u2603");

        assertThat(page.status()).isEqualTo(status);
        assertThat(page.reason()).isNotEmpty();
        assertThat(page.headers().get("Content-Length")).isEqualTo(Integer.toString(Framing.bytes(page.body()).length));
        assertThat(text(page)).contains("caf\u00e9 \u2603");
    }

    @Test
    void aPageIsNeitherCachedNorGuessedAt() {
        HttpResponse page = page(502, "x");

        assertThat(page.headers().get("Cache-Control")).isEqualTo("no-store");
        assertThat(page.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
