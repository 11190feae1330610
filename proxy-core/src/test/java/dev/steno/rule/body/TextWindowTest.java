package dev.steno.rule.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.steno.rule.spec.Replacement;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextWindowTest {
    private static final Runnable NOTHING = () -> {};

    private static TextWindow window(String regex, String replacement, int width) {
        Pattern what = Pattern.compile(regex, Pattern.DOTALL);
        return new TextWindow(new TextChange(what, Replacement.parse(replacement, what), NOTHING), width);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "ab", "abc", "foo", "fo", " ", "\n", "\u00e9", "\ud83d\ude00", "aaaa", "\udc80")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts).replaceAll("a{9,}", "aa"));
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                "ab",
                "foo",
                "a{1,8}b",
                "^a",
                "\\bfoo\\b",
                "b*",
                "abc|ab",
                "(?i)FO",
                "[^a]b",
                "$",
                "\\.|\u00e9",
                "a\\b",
                "(?m)^f",
                "\ud83d\ude00",
                "fo\\.",
                "");
    }

    /** As in the whole text, if no match is longer than the window. */
    @Property(tries = 2000)
    void matchesAreFoundWhereverPiecesMeet(
            @ForAll @From("texts") String text,
            @ForAll @From("expressions") String regex,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        Pattern what = Pattern.compile(regex, Pattern.DOTALL);
        Replacement with = Replacement.parse("<\\0>", what);
        String whole = with.replaceAll(what, text);
        TextWindow window = window(regex, "<\\0>", 12);
        StringBuilder all = new StringBuilder();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + size);
            to = to < text.length()
                            && Character.isLowSurrogate(text.charAt(to))
                            && Character.isHighSurrogate(text.charAt(to - 1))
                    ? to + 1
                    : to;
            all.append(window.put(text.substring(from, to)));
            from = to;
        }
        assertThat(all.append(window.end()).toString()).isEqualTo(whole == null ? text : whole);
    }

    @Test
    void ofPlainTextOnlyItsBeginningIsHeldBack() {
        TextWindow window = window("f\\.oo", "bar", 1000);
        assertThat(window.put("a f.o")).isEqualTo("a ");
        assertThat(window.mark()).isTrue();
        assertThat(window.put("o f.x")).isEqualTo("bar f.x");
        assertThat(window.mark()).isFalse();
        assertThat(window.end()).isEmpty();
    }

    @Test
    void whatWasMarkedIsReleased() {
        TextWindow window = window("[0-9]+", "n", 1000);
        assertThat(window.put("a 12 b ")).isEmpty();
        assertThat(window.mark()).isTrue();
        assertThat(window.put("34")).isEmpty();
        assertThat(window.release()).isEqualTo("a n b ");
        assertThat(window.put("5")).isEmpty();
        assertThat(window.end()).isEqualTo("n");
    }

    @Test
    void aMatchThatIsLongerThanTheWindowIsTakenAsFarAsItIsKnown() {
        TextWindow window = window("<.*>", "x", 4);
        StringBuilder all = new StringBuilder();
        for (String piece : new String[] {"<abc>", "defghijk", "lmnopqrstuvw", ">"}) {
            all.append(window.put(piece));
        }
        assertThat(all + window.end()).isEqualTo("xdefghijklmnopqrstuvw>");
    }
}
