package dev.steno.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.steno.addon.jar.ApiPackages;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What addons can see of the product. A change of the surface is a decision on the version of the API, so it is compared
 * with a file. To write it anew: {@code mvn -pl cli -am test -Dtest=ApiSurfaceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true}.
 */
class ApiSurfaceTest {
    private static final String FILE = "docs/reference/addon-api.txt";
    private static final String HINT =
            FILE + " is not what the code says. If the change is meant, decide on ApiVersion.CURRENT "
                    + "(docs/addons.md, Versions), and regenerate the file: mvn -pl cli -am test -Dtest=ApiSurfaceTest "
                    + "-Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true";

    /** The test kit, which addons do not see when they run. */
    private static final String KIT = "dev.steno.playbook";

    private static final ApiSurface API = new ApiSurface(
            Stream.concat(ApiPackages.OURS.stream(), Stream.of(KIT)).toList());

    @Test
    void theSurfaceIsTheOneOfTheFile() throws IOException {
        String wanted = "API " + dev.steno.addon.ApiVersion.CURRENT + "\n\n" + API.text();
        Path file = Checkout.file(FILE);
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.writeString(file, wanted);
        }
        assertThat(API.types()).hasSizeGreaterThan(50);
        assertThat(Files.readString(file)).as(HINT).isEqualTo(wanted);
    }

    /** An addon could not be compiled, or not loaded, with a type that its class loader does not find. */
    @Test
    void noSignatureNamesAnythingButTheApiAndTheJdk() {
        Map<String, Set<String>> leaks = new TreeMap<>();
        for (Class<?> type : API.types()) {
            Set<String> outside = ApiSurface.named(type)
                    .filter(name -> !name.startsWith("java.") && !name.startsWith("javax."))
                    .filter(name -> !isApi(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!outside.isEmpty()) {
                leaks.put(type.getName(), outside);
            }
        }
        assertThat(leaks).isEmpty();
    }

    private static boolean isApi(String name) {
        String top = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        String owner = top.substring(0, top.lastIndexOf('.'));
        return owner.equals(KIT) || ApiPackages.OURS.contains(owner) || ApiPackages.LIBRARIES.contains(owner);
    }

    /** What the API stands on may change only with the product, so there is little of it. */
    @Test
    void theApiStandsOnFewPackagesOfTheProduct() {
        Set<String> below =
                Rules.STENO
                        .that(describe("of the API", type -> ApiPackages.OURS.contains(type.getPackageName())))
                        .stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass())
                        .filter(type -> type.getPackageName().startsWith("dev.steno."))
                        .map(JavaClass::getPackageName)
                        .filter(name -> !ApiPackages.OURS.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(below).isSubsetOf("dev.steno.natives");
    }

    /** An author finds the role of each type in its first sentence. */
    @Test
    void eachTypeOfTheApiSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Class<?> type : API.types()) {
            Path source = Checkout.file(
                    "proxy-core/src/main/java/" + (type.getName().split("\\$", 2)[0]).replace('.', '/') + ".java");
            String declared = "(?:class|interface|enum|record|@interface) " + type.getSimpleName() + "\\b";
            List<String> lines = Files.readAllLines(source);
            int at = 0;
            while (at < lines.size() && !lines.get(at).matches("\\s*(?:[a-z-]+ )*" + declared + ".*")) {
                at++;
            }
            int above = at - 1;
            while (above > 0 && lines.get(above).strip().startsWith("@")) {
                above--;
            }
            if (at == lines.size() || !lines.get(above).strip().endsWith("*/")) {
                silent.add(type.getName());
            }
        }
        assertThat(silent).isEmpty();
    }

    /** The package that describes itself lists the packages of the API. */
    @Test
    void thePageNamesThePackages() throws IOException {
        String page = Files.readString(Checkout.file("docs/addons.md"));
        assertThat(Stream.concat(ApiPackages.OURS.stream(), ApiPackages.LIBRARIES.stream())
                        .filter(name -> !page.contains("`" + name + "`")))
                .isEmpty();
    }
}
