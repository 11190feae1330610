package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AltNameTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org, example.org",
        "example.org., example.org",
        "a_b.example, a_b.example",
        "localhost, localhost",
        "*.example.org, *.example.org",
        "bücher.example, xn--bcher-kva.example",
        "*.BÜCHER.example, *.xn--bcher-kva.example",
        "-x-.example, -x-.example",
        "1.2.3.4.5, 1.2.3.4.5",
        "256.1.1.1, 256.1.1.1",
    })
    void aDnsNameIsKeptInLowerCaseAscii(String raw, String name) {
        assertThat(AltName.parse(raw)).isEqualTo(new AltName(false, name));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1], 0:0:0:0:0:0:0:1",
        "2001:DB8::A, 2001:db8:0:0:0:0:0:a",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "::ffff:1.2.3.4, 0:0:0:0:0:ffff:102:304",
    })
    void anIpLiteralIsAnAddressInOneForm(String raw, String address) {
        assertThat(AltName.parse(raw)).isEqualTo(new AltName(true, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "*",
                "*.",
                "a.*.b",
                "*a.b",
                "a b",
                "a/b",
                "user@host",
                "a\u0000.b",
                "a\n.b",
                "zz::1",
                ":::",
                "[1.2.3.4]:",
                "1::2::3",
                "%eth0:",
                "a:b",
                "label-of-sixty-four-characters-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.org"
            })
    void whatIsNeitherIsRefused(String raw) {
        assertThat(AltName.parse(raw)).isNull();
    }

    @Test
    void aNameOf253CharactersIsTakenAndALongerOneRefused() {
        String longest = "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

        assertThat(AltName.parse(longest)).isEqualTo(new AltName(false, longest));
        assertThat(AltName.parse(longest + ".")).isEqualTo(new AltName(false, longest));
        assertThat(AltName.parse(longest + "d")).isNull();
        assertThat(AltName.parse("x".repeat(100_000))).isNull();
    }

    @Test
    void theHostComesFirstAndEachNameOnce() {
        assertThat(AltName.of("Example.org", List.of("*.example.org", "example.org", "bad name", "10.0.0.1"), 100))
                .extracting(AltName::text)
                .containsExactly("example.org", "*.example.org", "10.0.0.1");
    }

    @Test
    void aPortThatSlippedIntoTheHostIsLeftOut() {
        assertThat(AltName.of("localhost:8443", List.of(), 100)).containsExactly(new AltName(false, "localhost"));
        assertThat(AltName.of("127.0.0.1:8443", List.of(), 100)).containsExactly(new AltName(true, "127.0.0.1"));
    }

    @Test
    void noMoreNamesThanTheLimitAreTaken() {
        List<String> many =
                IntStream.range(0, 5_000).mapToObj(i -> "n" + i + ".example").toList();

        assertThat(AltName.of("example.org", many, 100)).hasSize(100);
    }

    @Test
    void anInvalidHostNameIsReported() {
        assertThatThrownBy(() -> AltName.of("not a host", List.of(), 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a host name or IP address: 'not a host'");
    }

    @Property
    void anythingIsReadOrRefusedAndWhatIsReadReadsAsItself(@ForAll String raw) {
        AltName name = AltName.parse(raw);
        if (name != null) {
            assertThat(AltName.parse(name.text())).isEqualTo(name);
        }
    }
}
