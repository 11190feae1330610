package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.option.TestOptions.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    private final ValueTypes types = ValueTypes.STANDARD;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17b, 17",
        "10mb, 10000000",
        "10MB, 10000000",
        "1gib, 1073741824",
        "1.5kib, 1536",
        "2 kb, 2000"
    })
    void aSizeIsReadInDecimalAndBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0b", "1000, 1kb", "1024, 1kib", "1048576, 1mib", "1000000, 1mb", "1001, 1001b", "1536, 1536b"})
    void aSizeIsPrintedInTheLargestUnitThatDividesIt(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mb", "-1kb", "10xb", "1.0005kb", "9000000tib", "1..5kb", "10m"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("\"" + text + "\" ")
                .hasMessageContaining("such as 512kb or 1.5gib");
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "10s, PT10S",
        "200ms, PT0.2S",
        "5min, PT5M",
        "5m, PT5M",
        "1.5h, PT1H30M",
        "2d, PT48H",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "3 ns, PT0.000000003S"
    })
    void aDurationIsReadInItsUnits(String text, Duration value) {
        assertThat(types.of(Duration.class).parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "10, has no unit",
        "10parsec, unknown unit",
        "-1s, not a duration",
        "0.5ns, finer than",
        "36501d, is longer than 36500d",
        "99999999999999999999h, is longer than 36500d"
    })
    void whatIsNoDurationIsRefused(String text, String problem) {
        assertThatThrownBy(() -> types.of(Duration.class).parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anAddressIsAHostWithAPortOrAPortAlone() {
        assertThat(HostPort.parse("example.org:443")).isEqualTo(new HostPort("example.org", 443));
        assertThat(HostPort.parse(":8080")).isEqualTo(new HostPort("", 8080));
        assertThat(HostPort.parse("8080")).isEqualTo(new HostPort("", 8080));
        assertThat(HostPort.parse("[::1]:0")).isEqualTo(new HostPort("::1", 0));
        assertThat(HostPort.parse("8080").hostOr("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(new HostPort("::1", 0)).hasToString("[::1]:0");
    }

    @ParameterizedTest
    @CsvSource({
        "'example.org', 'has no port, as example.org:8080 has'",
        "'0.0.0.0', 'has no port, as 0.0.0.0:8080 has'",
        "example.org:, has no port",
        "'', has no port",
        "a:65536, above 65535",
        "a:99999999999, above 65535",
        "::1:8080, without brackets",
        "[zz]:1, no IPv6 address",
        "[127.0.0.1]:1, no IPv6 address",
        "http://a:1, without brackets",
        "a/b:1, no host name",
        "user@a:1, no host name"
    })
    void whatIsNoAddressIsRefused(String text, String problem) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"2147483648, out of range", "-2147483649, out of range", "1e3, not a whole number", "'', not a whole"})
    void whatIsNoIntIsRefused(String text, String problem) {
        assertThatThrownBy(() -> types.of(int.class).parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anEnumIsReadWhateverItsCase() {
        ValueType<OnFailure> type = types.of(OnFailure.class);

        assertThat(type.parse("pass-on")).isEqualTo(OnFailure.PASS_ON);
        assertThat(type.parse("PASS_ON")).isEqualTo(OnFailure.PASS_ON);
        assertThat(type.name()).isEqualTo("stop|pass-on");
        assertThatThrownBy(() -> type.parse("halt"))
                .hasMessage("\"halt\" is not one of the choices; accepted: stop or pass-on");
    }

    @Test
    void aSwitchIsReadByTheNamesPeopleUse() {
        ValueType<Boolean> type = types.of(boolean.class);

        assertThat(List.of("true", "on", "Yes")).allMatch(type::parse);
        assertThat(List.of("false", "OFF", "no")).noneMatch(type::parse);
        assertThatThrownBy(() -> type.parse("1")).hasMessageContaining("neither true nor false");
    }

    @Test
    void aListIsSeparatedByCommasAndQuotedWhereItMustBe() {
        ValueType<List<String>> type = new ListType<>(types.of(String.class));

        assertThat(type.parse("a, b ,\"c,\\\" d\",C:\\x")).containsExactly("a", "b", "c,\" d", "C:\\x");
        assertThat(type.parse("")).isEmpty();
        assertThat(type.parse("\"\"")).containsExactly("");
        assertThat(type.print(List.of("a", "b c", "", "d,e"))).isEqualTo("a,b c,\"\",\"d,e\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"a,,b; empty element", "a,; empty element", "\"a; no closing", "\"a\"b; text after a closing"})
    void aListThatIsNotWellFormedIsRefused(String text, String problem) {
        assertThatThrownBy(() -> new ListType<>(types.of(String.class)).parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aHomeIsReadFromATilde() {
        assertThat(types.of(Path.class).parse("~/ca.pem"))
                .isEqualTo(UserHome.path().resolve("ca.pem"));
        assertThat(types.of(Path.class).parse("a~/b")).isEqualTo(Path.of("a~/b"));
        assertThatThrownBy(() -> types.of(Path.class).parse("a\0b")).isInstanceOf(ValueException.class);
        assertThatThrownBy(() -> types.of(Path.class).parse("")).hasMessageContaining("is not a path");
    }

    @Test
    void completionOffersWhatBeginsAsThePrefixDoes(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("ca-old"));
        Files.createFile(directory.resolve("ca.pem"));
        Files.createFile(directory.resolve(".hidden"));
        ValueType<Path> paths = types.of(Path.class);
        String at = directory + "/";

        assertThat(paths.complete(at + "c")).containsExactly(at + "ca-old/", at + "ca.pem");
        assertThat(paths.complete(at)).doesNotContain(at + ".hidden");
        assertThat(paths.complete(at + ".")).containsExactly(at + ".hidden");
        assertThat(paths.complete(at + "none/x")).isEmpty();
        assertThat(types.of(OnFailure.class).complete("P")).containsExactly("pass-on");
        assertThat(types.of(boolean.class).complete("")).containsExactly("true", "false");
        assertThat(new ListType<>(types.of(boolean.class)).complete("true,f")).containsExactly("true,false");
        assertThat(new ListType<>(types.of(boolean.class)).complete("true,"))
                .containsExactly("true,true", "true,false");
        assertThat(new OptionalType<>(types.of(OnFailure.class)).complete("s")).containsExactly("stop");
    }

    @Test
    void theTableTakesFurtherTypesAndNamesWhatItLacks() {
        ValueTypes extended = types.with(
                StringBuilder.class,
                ValueType.of("builder", "B", "anything", StringBuilder::new, StringBuilder::toString));

        assertThat(extended.of(StringBuilder.class).parse("x")).hasToString("x");
        assertThatThrownBy(() -> types.of(StringBuilder.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.StringBuilder");
    }

    @Test
    void anErrorShowsControlCharactersEscapedAndLongTextsCut() {
        assertThatThrownBy(() -> types.of(int.class).parse("\u001b[31m" + "x".repeat(500)))
                .hasMessageStartingWith("\"\\u001b[31mxxx")
                .hasMessageContaining("…\"");
    }
}
