package dev.steno.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.inStenoButNot;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layers of the network packages, and what the rest of the product may use of them. */
class WireLayersTest {
    /** The layers, top first: each may use only those after it. */
    private static final List<String> LAYERS = List.of(
            "",
            ".local",
            ".accept",
            ".tunnel",
            ".upstream",
            ".http3",
            ".http2",
            ".http1",
            ".http",
            ".conn",
            ".tls",
            ".settings",
            ".channel",
            ".auth",
            ".mode");

    /** If one protocol has a defect, the defect is in that protocol's package or in a package that all protocols share. */
    @Test
    void aLayerOfTheWireUsesOnlyThoseBelowIt() {
        for (int i = 1; i < LAYERS.size(); i++) {
            String[] above = LAYERS.subList(0, i).stream()
                    .map(layer -> "dev.steno.net" + layer)
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.steno.net" + LAYERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above));
        }
    }

    /** The same for constants, which compiled classes do not show. */
    @Test
    void aLayerOfTheWireUsesConstantsOnlyOfThoseBelowIt() throws IOException {
        List<String> upward = new ArrayList<>();
        Constants.uses()
                .forEach((from, all) -> all.forEach(to -> {
                    if (layer(from) > layer(to) && layer(to) >= 0) {
                        upward.add(from + " -> " + to);
                    }
                }));

        assertThat(upward).isEmpty();
    }

    /** The place of a class's package in the list; -1 if it is in no layer. */
    private static int layer(String type) {
        String name = type.substring(0, type.lastIndexOf('.'));
        return name.startsWith("dev.steno.net") ? LAYERS.indexOf(name.substring("dev.steno.net".length())) : -1;
    }

    /** A package in no layer would not be covered by the rule. */
    @Test
    void eachPackageOfTheWireIsALayer() {
        assertThat(STENO.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.equals("dev.steno.net") || name.startsWith("dev.steno.net.")))
                .allMatch(name -> LAYERS.contains(name.substring("dev.steno.net".length())));
    }

    /** Most classes of these packages are public only for the other layers. */
    @Test
    void theRestSeesTheWireByItsServerAndItsSettings() {
        check(noClasses()
                .that(inStenoButNot("net"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LAYERS.stream()
                        .filter(layer ->
                                !List.of("", ".settings", ".auth", ".mode").contains(layer))
                        .map(layer -> "dev.steno.net" + layer)
                        .toArray(String[]::new)));
    }
}
