package dev.steno.tui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.command.Completion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line that is typed. */
class LineEditorTest {
    private static LineEditor typed(String text, String... keys) {
        LineEditor editor = new LineEditor(text, List.of("first", "second"));
        for (String key : keys) {
            editor.press(key);
        }
        return editor;
    }

    @Test
    void charactersAreInsertedAndRemovedAtTheCursor() {
        assertThat(typed("", "a", "space", "b").text()).isEqualTo("a b");
        assertThat(typed("ab", "left", "x").text()).isEqualTo("axb");
        assertThat(typed("a😀", "backspace").text()).isEqualTo("a");
        assertThat(typed("abc", "home", "delete").text()).isEqualTo("bc");
        assertThat(typed("one two", "ctrl-w").text()).isEqualTo("one ");
        assertThat(typed("one two", "ctrl-u").text()).isEmpty();
        assertThat(typed("日本", "left").cursorCells()).isEqualTo(2);
    }

    @Test
    void earlierLinesComeBackAndTheNewOneIsKept() {
        LineEditor editor = typed("new", "up", "up");
        assertThat(editor.text()).isEqualTo("first");
        editor.press("up");
        editor.press("down");
        assertThat(editor.text()).isEqualTo("second");
        editor.press("down");
        assertThat(editor.text()).isEqualTo("new");
    }

    @Test
    void aSingleCandidateIsTakenAndOfSeveralWhatTheyShare() {
        LineEditor one = typed("fl");
        one.propose(new Completion(0, List.of("flow")));
        assertThat(one.text()).isEqualTo("flow ");

        LineEditor several = typed("f");
        several.propose(new Completion(0, List.of("flow.mark", "flow.comment")));
        assertThat(several.text()).isEqualTo("flow.");
        assertThat(several.nextCandidate(1)).isTrue();
        assertThat(several.text()).isEqualTo("flow.mark");
        several.nextCandidate(-1);
        assertThat(several.text()).isEqualTo("flow.comment");
        several.press("x");
        assertThat(several.nextCandidate(1)).isFalse();
    }

    @Test
    void theSameLineIsRememberedOnce() {
        assertThat(LineEditor.remember(List.of("a", "b"), "a")).containsExactly("b", "a");
        assertThat(LineEditor.remember(List.of("a"), " ")).containsExactly("a");
    }

    @Test
    void aPastedTextIsOneLine() {
        LineEditor editor = new LineEditor("a  b", List.of());
        editor.press("left");
        editor.press("left");

        editor.paste("\r\n one\r\n\r\n  two\tthree\u001b[31m\r");

        assertThat(editor.text()).isEqualTo("a one two three[31m b");
    }
}
