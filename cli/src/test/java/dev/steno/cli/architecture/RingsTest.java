package dev.steno.cli.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Packages and classes in a cycle can only be read, tested and changed together: there is no cycle of packages, and
 * none of more than three classes.
 */
class RingsTest {
    /**
     * Upper bound on the classes of a cycle: a connection and its streams are two, a store with its reader and writer
     * three.
     */
    private static final int LARGEST = 3;

    /**
     * Without cycles, a package can be read, tested and replaced together with only those below it. The same holds for
     * groups of packages with the same first name.
     */
    @Test
    void packagesAreFreeOfCycles() throws IOException {
        Rules.check(slices().matching("dev.steno.(*)..").should().beFreeOfCycles());

        for (Set<String> ring : Rings.of(arrows(RingsTest::packageOf))) {
            fail("packages depend on each other in a cycle: " + ring + "\n" + between(ring));
        }
    }

    /** The classes of a cycle have no order in which to read them, and none can be tested without the others. */
    @Test
    void noRingHasMoreThanThreeClasses() throws IOException {
        Map<String, String> families = families();
        List<Set<String>> tooLarge = Rings.of(arrows(type -> family(type, families))).stream()
                .filter(ring -> ring.size() > LARGEST)
                .toList();

        assertThat(tooLarge)
                .as("cycles of classes, with a sealed type and its subtypes counted as one")
                .isEmpty();
    }

    @Test
    void aRingIsFoundWhereverItIsEntered() {
        assertThat(Rings.of(Map.of(
                        "a", Set.of("b"),
                        "b", Set.of("c", "e"),
                        "c", Set.of("d"),
                        "d", Set.of("b"),
                        "e", Set.of("f"),
                        "f", Set.of("e"))))
                .containsExactlyInAnyOrder(Set.of("b", "c", "d"), Set.of("e", "f"));
    }

    /** A class that uses another, both top-level. */
    private record Arrow(String from, String to) {}

    /** The dependencies between groups of classes: for each group, the other groups that its classes use. */
    private static Map<String, Set<String>> arrows(UnaryOperator<String> group) throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (Arrow each : arrows()) {
            String from = group.apply(each.from);
            String to = group.apply(each.to);
            if (!from.equals(to)) {
                arrows.computeIfAbsent(from, first -> new TreeSet<>()).add(to);
            }
        }
        return arrows;
    }

    /** The dependencies that the compiled classes show, and those on constants. */
    private static Set<Arrow> arrows() throws IOException {
        Set<Arrow> arrows = new HashSet<>();
        Rules.STENO.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(each -> each.getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .startsWith("dev.steno."))
                .forEach(each -> arrows.add(new Arrow(
                        outermost(each.getOriginClass()),
                        outermost(each.getTargetClass().getBaseComponentType()))));
        Constants.uses().forEach((from, all) -> all.forEach(to -> arrows.add(new Arrow(from, to))));
        return arrows;
    }

    /** The dependencies that form a cycle of packages. */
    private static String between(Set<String> ring) throws IOException {
        return arrows().stream()
                .filter(arrow -> !packageOf(arrow.from).equals(packageOf(arrow.to))
                        && ring.contains(packageOf(arrow.from))
                        && ring.contains(packageOf(arrow.to)))
                .map(arrow -> arrow.from + " -> " + arrow.to)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    /**
     * The sealed type to which each subtype belongs. A sealed type and its subtypes refer to each other: they are one
     * idea in several files.
     */
    private static Map<String, String> families() {
        Map<String, String> families = new TreeMap<>();
        for (JavaClass type : Rules.STENO) {
            if (type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                Class<?>[] subtypes = type.reflect().getPermittedSubclasses();
                for (Class<?> subtype : subtypes == null ? new Class<?>[0] : subtypes) {
                    families.put(family(outermost(subtype.getName()), families), family(outermost(type), families));
                }
            }
        }
        return families;
    }

    private static String family(String type, Map<String, String> families) {
        String above = families.getOrDefault(type, type);
        return above.equals(type) ? type : family(above, families);
    }

    private static String outermost(JavaClass type) {
        return outermost(type.getName());
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
