package dev.steno.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.notGenerated;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.steno.cli.architecture.SourceTree.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Limits on what a reader must remember: the size of packages, and one meaning per name. */
class SizeAndNameTest {
    private static final int MOST_CLASSES = 40;
    private static final int MOST_LINES = 4_000;

    /** A package too large to survey has no single idea, and its classes are hard to find. */
    @Test
    void noPackageIsTooLargeToSurvey() throws IOException {
        Map<String, List<Source>> packages =
                new TreeMap<>(SourceTree.main().stream().collect(groupingBy(Source::packageName)));

        assertThat(packages).hasSizeGreaterThan(20);
        packages.forEach((name, sources) -> {
            assertThat(sources.size()).as("classes of " + name).isLessThanOrEqualTo(MOST_CLASSES);
            assertThat(sources.stream()
                            .mapToLong(each -> each.text().lines().count())
                            .sum())
                    .as("lines of " + name)
                    .isLessThanOrEqualTo(MOST_LINES);
        });
    }

    /** A search for a simple name finds one class, and a sentence can name a class without its package. */
    @Test
    void noSimpleNameIsUsedTwice() throws IOException {
        Map<String, List<String>> names = new TreeMap<>(
                SourceTree.main().stream().collect(groupingBy(Source::simpleName, mapping(Source::name, toList()))));

        names.values().removeIf(same -> same.size() == 1);
        assertThat(names).isEmpty();
    }

    /** The sizes and names above count files, so a second top-level type in a file would be in none of them. */
    @Test
    void eachTopLevelTypeHasAFile() throws IOException {
        Set<String> files = SourceTree.main().stream().map(Source::name).collect(toSet());

        assertThat(STENO.stream()
                        .filter(notGenerated())
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getName)
                        .filter(name -> !name.endsWith(".package-info") && !files.contains(name)))
                .isEmpty();
    }

    /** Such a suffix shows that the idea of the type was not found. */
    @Test
    void aTypeIsNamedForWhatItIs() {
        check(classes().that(notGenerated()).should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl|Dto|DTO)"));
    }
}
