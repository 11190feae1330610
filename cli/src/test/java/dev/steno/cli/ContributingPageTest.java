package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The modules, tests, properties and scripts named in the commands of {@code CONTRIBUTING.md} exist. */
class ContributingPageTest {
    private static final Pattern COMMAND = Pattern.compile("`((?:mvn|\\./steno|bench/run|\\.ci/run)\\b[^`]*)`");
    private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test='?([\\w.*]+?)(?:#(\\w+))?'?(?: |$)");
    private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");
    private static final Pattern PROPERTY = Pattern.compile("-D(steno\\.[\\w.]+)");

    private static List<String> commands() throws IOException {
        return COMMAND.matcher(Files.readString(Checkout.file("CONTRIBUTING.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void eachCommandNamesModulesThatExist() throws IOException {
        String pom = Files.readString(Checkout.file("pom.xml"));

        assertThat(commands()).hasSizeGreaterThan(9);
        for (String command : commands()) {
            for (String module : modules(command)) {
                assertThat(pom).as(command).contains("<module>" + module + "</module>");
            }
            String program = command.split(" ")[0];
            if (!program.equals("mvn")) {
                assertThat(Checkout.file(program)).as(command).isExecutable();
            }
        }
    }

    @Test
    void eachCommandNamesTestsThatExistInItsModule() throws IOException {
        int named = 0;
        for (String command : commands()) {
            for (MatchResult test : TEST.matcher(command).results().toList()) {
                if (!test.group(1).equals("NONE")) {
                    named++;
                    assertThat(sources(modules(command), test.group(1)))
                            .as(test.group(1) + " of " + command)
                            .isNotEmpty()
                            .allSatisfy(source -> assertThat(
                                            test.group(2) == null || source.contains("void " + test.group(2) + "("))
                                    .as(test.group())
                                    .isTrue());
                }
            }
        }
        assertThat(named).isGreaterThan(4);
    }

    @Test
    void eachCommandSetsPropertiesThatTestsRead() throws IOException {
        for (String command : commands()) {
            for (MatchResult property : PROPERTY.matcher(command).results().toList()) {
                assertThat(tests(modules(command)))
                        .as(property.group(1) + " of " + command)
                        .anyMatch(source -> source.contains("\"" + property.group(1) + "\""));
            }
        }
    }

    private static List<String> modules(String command) {
        return MODULES.matcher(command)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                .toList();
    }

    /** The sources of the test classes that match a Surefire pattern: a simple name, or a package and a pattern. */
    private static List<String> sources(List<String> modules, String pattern) throws IOException {
        String suffix =
                (pattern.contains(".") ? "" : ".*/") + pattern.replace(".", "/").replace("*", "\\w*") + "\\.java";
        List<String> sources = new ArrayList<>();
        for (String module : modules) {
            Path root = Checkout.file(module + "/src/test/java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.toList()) {
                    if (root.relativize(file).toString().matches(suffix)) {
                        sources.add(Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }

    private static List<String> tests(List<String> modules) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src/test/java"))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }
}
