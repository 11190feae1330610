package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names on the documentation's pages exist in the code, and the names in the code are on their pages. */
class DocumentationTest {
    private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z0-9]+[A-Z]\\w*)(?:\\.\\w+)?`");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum|message) (\\w+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyStepOfTheWalkNamesAMethodThatExists() throws IOException {
        JavaClasses classes = ProductClasses.all();
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher step = CODE.matcher(read("docs/walk.md"));
        while (step.find()) {
            String type = step.group(1);
            String method = step.group(2);
            if (method == null && Character.isUpperCase(type.charAt(1))) {
                continue; // a word of a protocol, e.g. CONNECT
            }
            named++;
            if (classes.stream().noneMatch(found -> isNamed(found, type, method))) {
                missing.add(step.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(60);
    }

    private static boolean isNamed(JavaClass found, String type, String method) {
        boolean same = found.getSimpleName().equals(type);
        boolean event = type.equals("Opened") || type.equals("Closed");
        return same
                && (event
                        || method == null
                        || Stream.concat(Stream.of(found), found.getAllRawSuperclasses().stream())
                                .anyMatch(owner -> owner.getMethods().stream()
                                        .anyMatch(
                                                candidate -> candidate.getName().equals(method))));
    }

    @Test
    void everyHookVerdictPhaseAndFactIsOnThePageOfAddons() throws IOException {
        List<String> names = new ArrayList<>();
        for (Field field : Hook.class.getFields()) {
            if (field.getType() == Hook.class) {
                names.add(field.getName());
            }
        }
        Arrays.stream(Phase.values()).map(Phase::name).forEach(names::add);
        Arrays.stream(Verdict.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .forEach(names::add);
        Arrays.stream(FlowEvent.class.getPermittedSubclasses())
                .flatMap(type -> type.isInterface() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of(type))
                .map(Class::getSimpleName)
                .forEach(names::add);
        String page = read("docs/addons.md");
        assertThat(names)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyLinkBetweenPagesLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page.getFileName() + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /**
     * No page names a class that does not exist, e.g. after a rename. ADRs and the changelog are exempt: they name
     * former classes and those of other projects.
     */
    @Test
    void everyClassThatAPageNamesIsDeclared() throws IOException {
        Set<String> declared = declared();
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            if (!page.getParent().endsWith("adr") && !page.endsWith("CHANGELOG.md")) {
                Matcher name = TYPE.matcher(Files.readString(page));
                while (name.find()) {
                    if (!declared.contains(name.group(1))) {
                        missing.add(page.getFileName() + ": " + name.group(1));
                    }
                }
            }
        }
        assertThat(declared).hasSizeGreaterThan(500);
        assertThat(missing).isEmpty();
    }

    /** The types declared in main and test sources, and the messages of the protobuf schema. */
    private static Set<String> declared() throws IOException {
        Set<String> names = new HashSet<>();
        for (String module :
                List.of("certs", "proxy-core", "session-store", "interop", "fleet", "web", "cli", "bench")) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src"))) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.(java|proto)"))
                        .toList()) {
                    DECLARATION
                            .matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group(1))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Checkout.file("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(Checkout::file),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static String read(String page) throws IOException {
        return Files.readString(Checkout.file(page));
    }
}
