package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class QuantityTest {

    @Test
    void sizesAreExactBelowAKibibyteAndHaveThreeDigitsAbove() {
        assertThat(Quantity.bytes(0)).isEqualTo("0 B");
        assertThat(Quantity.bytes(1023)).isEqualTo("1023 B");
        assertThat(Quantity.bytes(1024)).isEqualTo("1.00 KiB");
        assertThat(Quantity.bytes(1_048_575)).isEqualTo("1.00 MiB");
        assertThat(Quantity.bytes(2L << 30)).isEqualTo("2.00 GiB");
        assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }

    @Test
    void durationsUseTheUnitThatKeepsThemShort() {
        assertThat(Quantity.duration(0)).isEqualTo("0.00 ms");
        assertThat(Quantity.duration(450_000)).isEqualTo("0.45 ms");
        assertThat(Quantity.duration(12_345_678)).isEqualTo("12.3 ms");
        assertThat(Quantity.duration(999_600_000)).isEqualTo("1.00 s");
        assertThat(Quantity.duration(99_960_000_000L)).isEqualTo("1 min 40 s");
        assertThat(Quantity.duration(3_600_000_000_000L)).isEqualTo("1 h 0 min");
    }

    @Property
    void everySizeIsShort(@ForAll @LongRange(min = 0) long bytes) {
        assertThat(Quantity.bytes(bytes)).hasSizeLessThanOrEqualTo(8).matches("[0-9.]{1,4} ([KMGTPE]i)?B");
    }

    @Property
    void everyDurationIsShort(@ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long nanos) {
        assertThat(Quantity.duration(nanos)).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void countsHaveSeparatorsAndAPlural() {
        assertThat(Quantity.count(0, "flow")).isEqualTo("0 flows");
        assertThat(Quantity.count(1, "flow")).isEqualTo("1 flow");
        assertThat(Quantity.count(1_234_567, "flow")).isEqualTo("1,234,567 flows");
    }
}
