package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustHintTest {
    private final TrustHint hint = TrustHint.of("/home/anna/.steno/ca.pem");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            okhttp/4.12.0                                   | network security configuration
            Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8)    | network security configuration
            Bank/7 CFNetwork/1490.0.4 Darwin/23.2.0         | Certificate Trust Settings
            """)
    void anAppOfAPhoneIsToldWhatAPhoneHas(String userAgent, String fix) {
        for (boolean silent : new boolean[] {true, false}) {
            assertThat(hint.fix(userAgent, "192.168.1.23", silent))
                    .contains(fix)
                    .contains("--ignore-hosts HOST")
                    .doesNotContain("/home/anna", "REQUESTS_CA_BUNDLE");
        }
    }

    @Test
    void thePathOfTheCaIsNamedOnThisMachineOnly() {
        assertThat(hint.fix("curl/8.5.0", "127.0.0.1", false))
                .isEqualTo(
                        "give curl --cacert /home/anna/.steno/ca.pem, or set CURL_CA_BUNDLE=/home/anna/.steno/ca.pem");
        assertThat(hint.fix("curl/8.5.0", "192.168.1.23", false))
                .isEqualTo(
                        "on that machine, fetch http://steno.internal/ca.pem as steno-ca.pem; then give curl --cacert"
                                + " steno-ca.pem, or set CURL_CA_BUNDLE=steno-ca.pem");
        assertThat(hint.fix(null, "192.168.1.23", true)).doesNotContain("/home/anna");
        assertThat(hint.fix("Mozilla/5.0 (iPhone) Safari/604.1", "192.168.1.23", false))
                .startsWith("open http://steno.internal/");
    }
}
