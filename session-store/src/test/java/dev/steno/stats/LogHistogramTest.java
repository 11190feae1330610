package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
    @Property
    void aNumberIsInItsBucket(@ForAll @LongRange(min = 0) long number) {
        int bucket = LogHistogram.bucketOf(number);
        assertThat(LogHistogram.lowerOf(bucket)).isLessThanOrEqualTo(number);
        assertThat(LogHistogram.bucketOf(LogHistogram.lowerOf(bucket))).isEqualTo(bucket);
        if (LogHistogram.lowerOf(bucket + 1) > 0) {
            assertThat(LogHistogram.lowerOf(bucket + 1)).isGreaterThan(number);
        }
    }

    @Property(tries = 200)
    void aQuantileIsExactWithinSixPercent(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 1L << 50) Long> numbers) {
        LogHistogram histogram = new LogHistogram();
        numbers.forEach(each -> histogram.add(each, 1));
        List<Long> sorted = numbers.stream().sorted().toList();
        for (double share : new double[] {0.01, 0.5, 0.95, 1}) {
            long exact = sorted.get(Math.max(1, (int) Math.ceil(share * sorted.size())) - 1);
            assertThat((double) histogram.quantile(share)).isCloseTo(exact, within(1 + exact * 0.063));
        }
    }

    @Test
    void withoutNumbersThereIsNoQuantile() {
        LogHistogram histogram = new LogHistogram();
        assertThat(histogram.quantile(0.5)).isEqualTo(-1);
        histogram.add(5, 1);
        histogram.add(5, -1);
        assertThat(histogram.quantile(0.5)).isEqualTo(-1);
    }
}
