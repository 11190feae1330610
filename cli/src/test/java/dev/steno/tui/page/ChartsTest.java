package dev.steno.tui.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures as blocks. */
class ChartsTest {
    @Test
    void heightsAreRelativeToTheLargest() {
        assertThat(Sparkline.of(List.of(0L, 1L, 4L, 8L, -1L), 5)).isEqualTo(" ▂▅█ ");
        assertThat(Sparkline.of(List.of(1L, 1_000_000L), 2)).isEqualTo("▁█");
        assertThat(Sparkline.of(List.of(0L, 0L), 2)).isEmpty();
        assertThat(Sparkline.of(List.of(), 2)).isEmpty();
    }

    @Test
    void theLargestOfSeveralThatShareACellIsShown() {
        assertThat(Sparkline.of(List.of(8L, 1L, 1L, 4L), 2)).isEqualTo("█▅");
        assertThat(Sparkline.of(List.of(8L, 4L), 4)).isEqualTo("██▅▅");
        assertThat(Sparkline.of(Collections.nCopies(1_000, 3L), 7)).isEqualTo("███████");
    }

    @Test
    void aBarIsAsLongAsItsShare() {
        assertThat(ShareBar.of(8, 8, 4)).isEqualTo("████");
        assertThat(ShareBar.of(3, 8, 4)).isEqualTo("█▌");
        assertThat(ShareBar.of(1, 1_000_000, 4)).isEqualTo("▏");
        assertThat(ShareBar.of(0, 8, 4)).isEmpty();
        assertThat(ShareBar.of(0, 0, 4)).isEmpty();
    }
}
