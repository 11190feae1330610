package dev.steno.net.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trace shows of fields and URLs that may hold secrets. */
class TraceMaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Authorization | Basic hidden | *** (12 characters)",
                "x-forwarded-authorization | hidden | *** (6 characters)",
                "x-amz-security-token | hidden | *** (6 characters)",
                "x-access-key | hidden | *** (6 characters)",
                "cookie2 | hidden | *** (6 characters)",
                ":path | /a?k=hidden | /a?...",
                "location | https://app/cb#access_token=hidden | https://app/cb#...",
                "refresh | 5; url=https://app/?k=hidden | 5; url=https://app/?...",
                "link | </a?k=hidden>; rel=next, </b?k=hidden> | </a?...>; rel=next, </b?...>",
                ":authority | user:hidden@host:80 | ***@host:80",
                "user-agent | what? | what?",
                "cache-control | max-age=3 | max-age=3",
            })
    void aFieldIsShownWithoutItsSecrets(String name, String value, String shown) {
        assertThat(TraceMask.field(name, value)).isEqualTo(shown);
    }

    @Test
    void whatAMessageQuotesIsNotShown() {
        assertThat(TraceMask.quotes("a field line without a colon: \"Authorization \"hidden\"\""))
                .isEqualTo("a field line without a colon: \"...\"");
    }
}
