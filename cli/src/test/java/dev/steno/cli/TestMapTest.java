package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each package of tests says in its {@code package-info} what is tested where: it names every class of tests in it by what the
 * class tests, and none that is not there. Most tests have the name of what they show rather than of a class of the product.
 */
class TestMapTest {
    private static final Pattern NAMED = Pattern.compile("\\{@link\\s+(?:\\*\\s+)?(\\w+(?:Test|IT))}");

    /** What tests extend has no tests of its own. */
    private static final String BASES = "dev/steno/testing/proxy";

    @Test
    void eachPackageNamesItsTestsAndNoOther() throws IOException {
        Map<Path, Set<String>> packages = packages();
        Map<Path, Set<String>> named = new TreeMap<>();
        for (Path folder : packages.keySet()) {
            named.put(folder, named(folder.resolve("package-info.java")));
        }

        assertThat(packages).hasSizeGreaterThan(30);
        assertThat(named).isEqualTo(packages);
    }

    private static Map<Path, Set<String>> packages() throws IOException {
        Map<Path, Set<String>> packages = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Checkout.file("."))) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.toString().matches(".*(Test|IT)\\.java")
                                        && !file.getParent().endsWith(BASES))
                                .forEach(file -> packages.computeIfAbsent(file.getParent(), folder -> new TreeSet<>())
                                        .add(file.getFileName().toString().replace(".java", "")));
                    }
                }
            }
        }
        return packages;
    }

    private static Set<String> named(Path map) throws IOException {
        return Files.exists(map)
                ? NAMED.matcher(Files.readString(map))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }
}
