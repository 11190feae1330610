package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/fuzzing.md} lists exactly the fuzzers that exist. */
class FuzzingPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    @Test
    void thePageNamesEachFuzzer() throws IOException {
        Set<String> named = ROW.matcher(Files.readString(Checkout.file("docs/fuzzing.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(10).isEqualTo(fuzzers());
    }

    /** The test classes whose duration {@code Fuzz} sets. */
    private static Set<String> fuzzers() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"proxy-core", "session-store", "interop", "cli"}) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src/test/java"))) {
                files.filter(file -> file.toString().endsWith("Test.java"))
                        .filter(FuzzingPageTest::fuzzes)
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .filter(name -> !name.equals("FuzzProxyTest") && !name.equals("FuzzingPageTest"))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static boolean fuzzes(Path file) {
        try {
            String text = Files.readString(file);
            return text.contains("Fuzz.run(") || text.contains("extends FuzzProxyTest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
