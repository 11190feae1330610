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

/** The page of timeouts names an existing test for each. */
class TimeoutsPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void eachTestOfThePageExists() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(Checkout.file("docs/timeouts.md")))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(40);
        for (MatchResult one : named) {
            String text = Files.readString(source(one.group(1)));
            if (one.group(2) != null) {
                assertThat(text).as(one.group()).contains("void " + one.group(2) + "(");
            }
        }
    }

    private static Path source(String test) throws IOException {
        for (String module : List.of("proxy-core", "session-store", "interop", "fleet", "web", "cli")) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src/test/java"))) {
                List<Path> found =
                        files.filter(file -> file.endsWith(test + ".java")).toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
            }
        }
        throw new AssertionError("there is no " + test);
    }
}
