package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No library on the class path has an advisory listed in {@code .ci/advisories.tsv}. Advisories that are not listed
 * there are not detected.
 */
class AdvisoriesTest {
    /** The newest version of zstd-jni with a listed advisory. */
    private static final String FAULTY = "zstd-jni-1.5.7-13.jar";

    private record Advisory(String artifact, String fixed, String name) {
        static Advisory of(String line) {
            String[] fields = line.split("\t");
            return new Advisory(fields[0], fields[1], fields[2]);
        }

        boolean concerns(String jar) {
            Matcher named = Pattern.compile(Pattern.quote(artifact) + "-([0-9].*)\\.jar")
                    .matcher(jar);
            return named.matches() && compare(named.group(1), fixed) < 0;
        }
    }

    /**
     * Compares the numbers in both versions from left to right; ignores a classifier after them, e.g. of a native
     * library.
     */
    private static int compare(String one, String other) {
        List<Integer> left = numbers(one);
        List<Integer> right = numbers(other);
        for (int i = 0; i < right.size(); i++) {
            int difference = (i < left.size() ? left.get(i) : 0) - right.get(i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static List<Integer> numbers(String version) {
        List<Integer> numbers = new ArrayList<>();
        Matcher number = Pattern.compile("(?:^|[.-])([0-9]+)").matcher(version);
        while (number.find()) {
            numbers.add(Integer.valueOf(number.group(1)));
        }
        return numbers;
    }

    private static List<Advisory> advisories() throws IOException {
        try (Stream<String> lines = Files.lines(Checkout.file(".ci/advisories.tsv"))) {
            return lines.filter(line -> !line.startsWith("#")).map(Advisory::of).toList();
        }
    }

    private static List<String> found(List<String> jars) throws IOException {
        List<Advisory> advisories = advisories();
        return jars.stream()
                .flatMap(jar -> advisories.stream()
                        .filter(one -> one.concerns(jar))
                        .map(one -> jar + " has " + one.name() + "; take " + one.fixed() + " or later"))
                .toList();
    }

    @Test
    void noLibraryHasAKnownFault() throws IOException {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .toList();
        assertThat(jars).anyMatch(name -> name.startsWith("zstd-jni-")).anyMatch(name -> name.startsWith("netty-"));

        assertThat(found(jars)).isEmpty();
    }

    @Test
    void aVersionWithAKnownFaultIsNamedAndAnotherIsNot() throws IOException {
        assertThat(found(List.of(FAULTY)))
                .singleElement()
                .asString()
                .contains("CVE-2026-87795")
                .contains("1.5.7-14");
        assertThat(found(List.of("zstd-jni-1.5.7-14.jar", "zstd-jni-1.6.0-1.jar", "netty-codec-http-4.2.18.Final.jar")))
                .isEmpty();
    }
}
