package dev.steno.tui.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures as blocks, and texts as lines. */
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

    @Test
    void aParagraphIsBrokenAtBlanksAndItsLastLineHasTheRest() {
        assertThat(texts("one two three four", 9, 5)).containsExactly("one two", "three", "four");
        assertThat(texts("one two three four", 9, 2)).containsExactly("one two", "three four");
        assertThat(texts("incomprehensible", 9, 5)).containsExactly("incomprehensible");
    }

    private static List<String> texts(String text, int width, int most) {
        return Paragraph.of(Style.TEXT, text, width, most).stream()
                .map(Line::text)
                .toList();
    }
}
