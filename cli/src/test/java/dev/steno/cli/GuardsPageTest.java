package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/guards.md} names two tests per guard, of the attack and of a well-behaved peer, and both exist. */
class GuardsPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    private static final String TESTS = "proxy-core/src/test/java/dev/steno/net";

    @Test
    void eachTestOfThePageExists() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(Checkout.file("docs/guards.md")))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(25);
        for (MatchResult one : named) {
            String text = source(one.group(1));
            if (one.group(2) != null) {
                assertThat(text).as(one.group()).contains("void " + one.group(2) + "(");
            }
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.file(TESTS))) {
            Path found = files.filter(file -> file.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + test));
            return Files.readString(found);
        }
    }

    @Test
    void eachGuardHasBothTests() throws IOException {
        List<String> rows = Files.readAllLines(Checkout.file("docs/guards.md")).stream()
                .filter(line -> line.startsWith("| ") && line.split("\\|").length == 8)
                .skip(1)
                .toList();

        assertThat(rows).hasSizeGreaterThan(8).allSatisfy(row -> {
            String[] cells = row.split("\\|");
            assertThat(cells[6]).contains("Test");
            assertThat(cells[7]).matches(".*Test.*| the same ");
        });
    }
}
