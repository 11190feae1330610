package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperandsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "started > -10min, started > 2026-03-01T11:50:00Z",
        "started > -1.5h, started > 2026-03-01T10:30:00Z",
        "started < now, started < 2026-03-01T12:00:00Z",
        "started < +1d, started < 2026-03-02T12:00:00Z",
        "started >= 2026-03-01, started >= 2026-02-28T23:00:00Z",
        "started >= 2026-07-01, started >= 2026-06-30T22:00:00Z",
        "started >= 2026-03-01T12:30, started >= 2026-03-01T11:30:00Z",
        "started >= 2026-03-01t12:30:00z, started >= 2026-03-01T12:30:00Z",
        "started >= 2026-03-01T12:30:00-05:00, started >= 2026-03-01T17:30:00Z"
    })
    void timesAreThoseOfTheMomentAndPlaceOfReading(String expression, String canonical) {
        assertThat(FilterParser.parse(expression, NOW, ZONE)).hasToString(canonical);
    }

    @Test
    void timesBeyondTheRecordsRangeAreRefused() {
        assertThat(Operands.parse(Argument.TIME, "9999-01-01", NOW, ZONE)).isNull();
        assertThat(Operands.parse(Argument.TIME, "-999999d", NOW, ZONE)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1b, 1",
        "1k, 1000",
        "1KB, 1000",
        "1kib, 1024",
        "1.5mb, 1500000",
        "2MiB, 2097152",
        "1g, 1000000000",
        "1gib, 1073741824",
        "2tb, 2000000000000"
    })
    void sizesHaveDecimalAndBinaryUnits(String text, long bytes) {
        assertThat(Operands.parse(Argument.SIZE, text, NOW, ZONE)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1ns, 1",
        "5us, 5000",
        "5µs, 5000",
        "200ms, 200000000",
        "3s, 3000000000",
        "3sec, 3000000000",
        "1m, 60000000000",
        "5min, 300000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "0, 0"
    })
    void durationsNameTheirUnit(String text, long nanos) {
        assertThat(Operands.parse(Argument.DURATION, text, NOW, ZONE)).isEqualTo(nanos);
    }
}
