package dev.steno.tui.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The width of lines in cells, and what becomes of text that is not to be shown as it is. */
class LineTest {
    @Test
    void ideographsAndEmojiOccupyTwoCellsAndCombiningMarksNone() {
        assertThat(Cells.width("abc")).isEqualTo(3);
        assertThat(Cells.width("日本")).isEqualTo(4);
        assertThat(Cells.width("e\u0301")).isEqualTo(1);
        assertThat(Cells.width("😀")).isEqualTo(2);
    }

    @Test
    void textIsCutBetweenCharacters() {
        assertThat(Cells.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(Cells.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Cells.left("日本語", 4)).isEqualTo("日… ");
        assertThat(Cells.right("ab", 4)).isEqualTo("  ab");
        assertThat(Cells.cut("abc", 0)).isEmpty();
    }

    @Test
    void aLineIsCutOrFilledToExactlyItsWidth() {
        Line line = Line.builder().add(Style.KEY, "日本").add("xyz").build();

        for (int cells = 0; cells < 12; cells++) {
            assertThat(line.fit(cells).width()).isEqualTo(cells);
            assertThat(Line.EMPTY.fit(cells).width()).isEqualTo(cells);
        }
        assertThat(line.fit(5).text()).isEqualTo("日本…");
        assertThat(line.fit(4).text()).isEqualTo("日… ");
    }

    @Test
    void theGroundReachesTheEndOfTheLine() {
        Line line = Line.of("a").on(Ground.FOCUS).fit(3);

        assertThat(line.parts()).allMatch(part -> part.ground() == Ground.FOCUS);
    }

    @Test
    void aLineIsMovedToTheLeftByCells() {
        Line line = Line.builder().add(Style.KEY, "ab").add("cde").build();

        assertThat(line.from(3).text()).isEqualTo("de");
        assertThat(line.from(9).text()).isEmpty();
    }

    @Test
    void everyTextIsEscaped() {
        Line line = Line.builder()
                .add("\u001b[2J")
                .left(Style.KEY, "\u202eabc", 12)
                .right(Style.KEY, "\r\n", 6)
                .build();

        assertThat(line.text()).isEqualTo("\\x1b[2J\\u202eabc     \\r\\n");
        assertThat(Line.of(new StyledText(Style.TEXT, "\u009b31m")).text()).isEqualTo("\\x9b31m");
    }
}
