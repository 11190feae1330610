package dev.steno.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EditScriptTest {
    @Property
    void matchesAreEqualAscendAndDoNotDependOnWhichIsFirst(
            @ForAll @Size(max = 30) int @IntRange(max = 4) [] one,
            @ForAll @Size(max = 30) int @IntRange(max = 4) [] other) {
        int[] matches = EditScript.matches(one, other);
        int last = -1;
        int[] inverse = new int[other.length];
        Arrays.fill(inverse, -1);
        for (int i = 0; i < matches.length; i++) {
            if (matches[i] >= 0) {
                assertThat(one[i]).isEqualTo(other[matches[i]]);
                assertThat(matches[i]).isGreaterThan(last);
                last = matches[i];
                inverse[last] = i;
            }
        }
        assertThat(EditScript.matches(other, one)).containsExactly(inverse);
    }

    @Test
    void oneMissingElementOfAMillionIsFoundAtOnce() {
        int[] all = IntStream.range(0, 1_000_000).toArray();
        int[] without = IntStream.range(0, 1_000_000).filter(i -> i != 400_000).toArray();
        int[] matches = EditScript.matches(all, without);
        assertThat(matches[400_000]).isEqualTo(-1);
        assertThat(Arrays.stream(matches).filter(match -> match < 0).count()).isEqualTo(1);
    }
}
