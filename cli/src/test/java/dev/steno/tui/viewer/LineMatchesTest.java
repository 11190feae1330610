package dev.steno.tui.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Matches of a search in lines. */
class LineMatchesTest {
    private static final List<Line> LINES = List.of(Line.of("Abc abc"), Line.of("none"), Line.of("xABC"));

    @Test
    void matchesAreFoundInBothDirections() {
        assertThat(LineMatches.next(LINES, "abc", 0, -1)).isEqualTo(new LineMatches.Match(0, 0));
        assertThat(LineMatches.next(LINES, "abc", 0, 0)).isEqualTo(new LineMatches.Match(0, 4));
        assertThat(LineMatches.next(LINES, "abc", 0, 4)).isEqualTo(new LineMatches.Match(2, 1));
        assertThat(LineMatches.next(LINES, "abc", 2, 1)).isNull();
        assertThat(LineMatches.previous(LINES, "abc", 2, 1)).isEqualTo(new LineMatches.Match(0, 4));
        assertThat(LineMatches.previous(LINES, "abc", 0, 4)).isEqualTo(new LineMatches.Match(0, 0));
        assertThat(LineMatches.previous(LINES, "abc", 0, 0)).isNull();
    }

    @Test
    void aMatchIsMarkedAcrossStyles() {
        Line line = Line.of(new StyledText(Style.KEY, "ab"), new StyledText(Style.STRING, "cd"));

        Line marked = LineMatches.marked(line, "BC", 1);

        assertThat(marked.parts())
                .containsExactly(
                        new StyledText(Style.KEY, "a"),
                        new StyledText(Style.MATCH, Ground.FOCUS, "bc"),
                        new StyledText(Style.STRING, "d"));
        assertThat(LineMatches.marked(line, "zz", -1)).isSameAs(line);
    }
}
