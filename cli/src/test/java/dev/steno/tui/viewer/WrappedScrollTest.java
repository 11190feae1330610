package dev.steno.tui.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rows are visible, if lines are longer than the screen is wide. */
class WrappedScrollTest {
    private static final List<Line> LINES = List.of(Line.of("abcdefghij"), Line.of("k"), Line.EMPTY, Line.of("lmnop"));

    private static WrappedScroll scroll(int width, int height) {
        WrappedScroll scroll = new WrappedScroll();
        scroll.resize(width, height);
        scroll.show(LINES);
        return scroll;
    }

    private static List<String> visible(WrappedScroll scroll) {
        return scroll.visible((index, line) -> line).stream().map(Line::text).toList();
    }

    @Test
    void aLongLineHasSeveralRows() {
        assertThat(visible(scroll(4, 7))).containsExactly("abcd", "efgh", "ij", "k", "", "lmno", "p");
    }

    @Test
    void itMovesByRows() {
        WrappedScroll scroll = scroll(4, 3);

        scroll.move(1);
        assertThat(visible(scroll)).containsExactly("efgh", "ij", "k");
        scroll.move(2);
        assertThat(visible(scroll)).containsExactly("k", "", "lmno");
        scroll.move(9);
        assertThat(visible(scroll)).containsExactly("", "lmno", "p");
        assertThat(scroll.isAtEnd()).isTrue();
        scroll.move(-3);
        assertThat(visible(scroll)).containsExactly("efgh", "ij", "k");
        scroll.end();
        assertThat(visible(scroll)).containsExactly("", "lmno", "p");
        scroll.home();
        assertThat(scroll.isAtTop()).isTrue();
    }

    @Test
    void itStaysWithinShorterText() {
        WrappedScroll scroll = scroll(4, 3);
        scroll.end();

        scroll.show(List.of(Line.of("one")));

        assertThat(visible(scroll)).containsExactly("one");
    }

    @Test
    void linesCanBeCutAndMoved() {
        WrappedScroll scroll = scroll(4, 2);

        assertThat(scroll.toggleWrapping()).isFalse();
        assertThat(visible(scroll)).containsExactly("abcdefghij", "k");
        scroll.shift(3);
        assertThat(visible(scroll)).containsExactly("defghij", "");
    }

    @Test
    void aMatchIsRevealed() {
        WrappedScroll scroll = new WrappedScroll();
        scroll.resize(10, 6);
        scroll.show(IntStream.range(0, 100).mapToObj(i -> Line.of("line " + i)).toList());

        scroll.reveal(50, 0);

        assertThat(visible(scroll)).contains("line 50").startsWith("line 48");
    }

    @Test
    void aCharacterOfTwoCellsIsNotSplit() {
        List<Line> rows = Wrapping.rows(Line.of(Style.KEY, "a漢字b"), 4);

        assertThat(rows).extracting(Line::text).containsExactly("a漢", "字b");
        assertThat(rows).allMatch(row -> row.parts().get(0).style() == Style.KEY);
        assertThat(Wrapping.rows(Line.of("漢字"), 1)).hasSize(2);
    }
}
