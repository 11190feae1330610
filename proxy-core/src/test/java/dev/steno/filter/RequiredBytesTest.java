package dev.steno.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredBytesTest {
    private static int begin(String regex, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(RequiredBytes.of(regex), regex).begin(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "\\d{4}-\\d{4} a12345-6789b 2",
                "[a-z]+-key-\\d+ my-key-7 0",
                "\\b[A-Z]{2}\\d{2}[A-Z0-9]{4} xDE44AB12 1",
                "(?i)[0-9a-f]{32} x0123456789ABCDEF0123456789abcdef 1",
                "(?:a|b)*token=\\w+ atoken=x 0",
                "foo\\d\\d|bar\\d\\d --bar12 0",
                "x*\\.secret\\. a.secret. 0",
            })
    void aSearchBeginsNoLaterThanTheFirstMatch(String regex, String text, int begin) {
        assertEquals(begin, begin(regex, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"\\d{4}-\\d{4} 123-45678", "[a-z]+-key-\\d+ a-kez-7", "foo\\d\\d|bar\\d\\d foo1bar", "a{3}b aab"})
    void aTextWithoutThemHasNoMatch(String regex, String text) {
        assertEquals(-1, begin(regex, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d", ".*", "[^a]{9}", "a|.", "(abcdef)?", "(?i)(?s)abcdef", "\\Qabc\\E", "é+", "\\pL{9}"})
    void anExpressionWithoutARunThatIsWorthASearchHasNone(String regex) {
        assertNull(RequiredBytes.of(regex));
    }

    @Test
    void noMatchOfARandomExpressionIsPassedOver() {
        Random random = new Random(24);
        String[] parts = {
            "a",
            "b",
            "ab",
            "k",
            "[ab]",
            "[^a]",
            ".",
            "\\d",
            "\\w",
            "\\b",
            "(ab)",
            "(?:a|bb)",
            "|",
            "\u00e9",
            "[a-c]",
            "-",
            "\\-",
            "[]x]",
            "[a\\d-]",
            "[[:alpha:]]",
            "\\s",
            "\\D",
            "^",
            "$"
        };
        String[] repeats = {"", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "+?", "*?"};
        String letters = "aabbkK01-x\u00e9 \n]A\u212a";
        int known = 0;
        int matches = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder regex = new StringBuilder(random.nextInt(4) == 0 ? "(?i)" : "");
            for (int j = random.nextInt(7) + 1; j > 0; j--) {
                String part = parts[random.nextInt(parts.length)];
                boolean repeated = !(part.equals("|") || part.equals("^") || part.equals("$") || part.equals("\\b"));
                regex.append(part).append(repeated ? repeats[random.nextInt(repeats.length)] : "");
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString(), Pattern.MULTILINE);
            } catch (PatternSyntaxException e) {
                continue;
            }
            RequiredBytes required = RequiredBytes.of(regex.toString());
            if (required == null) {
                continue;
            }
            known++;
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            Matcher matcher = pattern.matcher(bytes);
            if (matcher.find(from)) {
                matches++;
                int begin = required.begin(bytes, from, bytes.length);
                assertTrue(begin >= 0 && begin <= matcher.start(), regex + " in " + text);
            }
        }
        assertTrue(known > 1000 && matches > 200, known + " expressions, " + matches + " matches");
        assertNotNull(RequiredBytes.of("\\d{16}"));
    }
}
