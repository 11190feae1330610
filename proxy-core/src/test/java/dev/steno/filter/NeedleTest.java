package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.steno.filter.Regex.Mode;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\0',
            value = {
                "Api api",
                "\\.json$ .json",
                "^/v1/\\d+/items /v1/&/items",
                "ab+c ab&c",
                "ab*c a&c",
                "ab?c a&c",
                "ab{2}c ab&c",
                "ab{0,3}c a&c",
                "ab{2,}?c ab&c",
                "a{,2} a&,2}",
                "(ab)+c ab&c",
                "(ab)*c c",
                "(?:ab|cd)e (ab|cd)&e",
                "(?P<name>ab)c ab&c",
                "(?i)ab ab",
                "(?s-i:ab)c ab&c",
                "foo|bar (foo|bar)",
                "foo|ba.*r (foo|ba&r)",
                "foo| -",
                "foo|\\d -",
                "[abc]de de",
                "[]a]de de",
                "[^]a]de de",
                "[[:alpha:]]de de",
                "[\\]a]de de",
                "a\\Q.*\\Eb a.*b",
                "a\\Q.*\\E*b a.&b",
                "\\Qab ab",
                "a\\x41b a&b",
                "a\\x{10FFFF}b a&b",
                "a\\pLb a&b",
                "a\\p{Greek}b a&b",
                "a\\012b a&b",
                "a\\bb a&b",
                "größe größe",
                "\u212Aelvin kelvin",
                "a\uD83D\uDE00b a&b",
                "a\\Q\uD83D\uDE00\\Eb a&b",
                ".* -",
            })
    void theTextsThatAMatchMustHold(String regex, String expected) {
        assertThat(print(Regex.of(regex, Mode.PLAIN).needle())).isEqualTo(expected);
    }

    private static String print(Needle needle) {
        if (needle instanceof Needle.Text text) {
            return text.folded();
        }
        if (needle instanceof Needle.All all) {
            return all.needles().stream().map(NeedleTest::print).collect(Collectors.joining("&"));
        }
        if (needle instanceof Needle.Any any) {
            return any.needles().stream().map(NeedleTest::print).collect(Collectors.joining("|", "(", ")"));
        }
        return "-";
    }

    @Property(tries = 3000)
    void whereAnExpressionIsFoundItsNeedleIsToo(
            @ForAll("expressions") String expression, @ForAll("texts") String text) {
        Regex regex;
        try {
            regex = Regex.of(expression, Mode.DOTALL);
        } catch (com.google.re2j.PatternSyntaxException none) {
            return;
        }
        boolean found = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                .matcher(text)
                .find();
        if (found) {
            assertThat(holds(regex.needle(), text)).isTrue();
        }
        assertThat(regex.needle().isIn(text)).isEqualTo(holds(regex.needle(), text));
        if (regex.literal() == null) {
            assertThat(regex.find(text)).as("as without the needle").isEqualTo(found);
        }
    }

    private static boolean holds(Needle needle, String text) {
        if (needle instanceof Needle.Text wanted) {
            StringBuilder folded = new StringBuilder();
            text.chars().forEach(c -> folded.append(Needle.fold((char) c)));
            return folded.indexOf(wanted.folded()) >= 0;
        }
        if (needle instanceof Needle.All all) {
            return all.needles().stream().allMatch(each -> holds(each, text));
        }
        if (needle instanceof Needle.Any any) {
            return any.needles().stream().anyMatch(each -> holds(each, text));
        }
        return true;
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "K",
                        "s",
                        "é",
                        "µ",
                        "ab",
                        ".",
                        "*",
                        "+",
                        "?",
                        "|",
                        "(",
                        ")",
                        "(?:",
                        "[ab]",
                        "[^a]",
                        "{2}",
                        "{0,1}",
                        "{1,}?",
                        "\\b",
                        "\\Qa.\\E",
                        "\\Qab\\E*",
                        "^",
                        "$",
                        "\\d",
                        "1",
                        "\\.",
                        "\\x61",
                        "(?i)",
                        "(?-i)",
                        "\\pL",
                        "[[:digit:]]",
                        "\uD801\uDC00",
                        "(?i:b)")
                .list()
                .ofMaxSize(8)
                .map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "A",
                        "b",
                        "B",
                        "k",
                        "\u212A",
                        "s",
                        "\u017F",
                        "É",
                        "é",
                        "µ",
                        "Μ",
                        "1",
                        ".",
                        "ab",
                        "\n",
                        "\uD801\uDC28")
                .list()
                .ofMaxSize(10)
                .map(list -> String.join("", list));
    }

    /** Folding is idempotent, and all characters that are equal ignoring case have the same representative. */
    @Test
    void foldingMakesEqualWhatIgnoringCaseDoes() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            char folded = Needle.fold(c);
            assertThat(Needle.fold(folded)).as("U+%04X", (int) c).isEqualTo(folded);
            for (char other : List.of(
                    Character.toUpperCase(c), Character.toLowerCase(c), Character.toTitleCase(c), (char) (c ^ 0x20))) {
                if (String.valueOf(c).equalsIgnoreCase(String.valueOf(other))) {
                    assertThat(Needle.fold(other)).as("U+%04X", (int) c).isEqualTo(folded);
                }
            }
        }
    }

    @Test
    void theExpressionsOfTheLibraryFoldNoMore() {
        String[] orbits = {
            "kK\u212A",
            "sS\u017F",
            "\u00B5\u039C\u03BC",
            "\u03B8\u0398\u03D1\u03F4",
            "åÅ\u212B",
            "ß\u1E9E",
            "σΣς",
            "\u01C4\u01C5\u01C6",
            "ιΙ\u1FBE\u0345",
            "ωΩ\u2126"
        };
        for (String orbit : orbits) {
            for (char c : orbit.toCharArray()) {
                assertThat(Needle.fold(c)).as("U+%04X", (int) c).isEqualTo(Needle.fold(orbit.charAt(0)));
            }
        }
    }
}
