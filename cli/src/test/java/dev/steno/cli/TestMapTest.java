package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * The {@code package-info} of each test package lists all its test classes by the feature they test, and no others.
 * Most tests are named for the behaviour they show rather than for a class of the product.
 */
class TestMapTest {
    private static final Pattern NAMED = Pattern.compile("\\{@link\\s+(?:\\*\\s+)?(\\w+(?:Test|IT))}");

    private static final Pattern TEST =
            Pattern.compile("(?m)^\\s+@(?:Test|ParameterizedTest|RepeatedTest|Property)\\b");

    /** The package of base classes, which have no tests themselves. */
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
                        files.filter(file -> isTest(file) && !file.getParent().endsWith(BASES))
                                .forEach(file -> packages.computeIfAbsent(file.getParent(), folder -> new TreeSet<>())
                                        .add(file.getFileName().toString().replace(".java", "")));
                    }
                }
            }
        }
        return packages;
    }

    /** Whether a file is named as a test or has one: the build also runs classes with other names. */
    private static boolean isTest(Path file) {
        try {
            return file.toString().matches(".*(Test|IT)\\.java")
                    || file.toString().endsWith(".java")
                            && TEST.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
