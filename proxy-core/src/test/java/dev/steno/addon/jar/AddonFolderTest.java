package dev.steno.addon.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.addon.AddonJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which jars of a folder are loaded, in which order, and what is said of those that are not. */
class AddonFolderTest {
    private static final String REGISTER = "@Override public void register(Registrar r) {} ";

    @TempDir
    Path folder;

    /** Stands beside each jar that is refused: it must be loaded. */
    @BeforeEach
    void good() throws IOException {
        AddonJar.registering("Good", "")
                .attribute("Implementation-Version", "2.1")
                .write(folder.resolve("good.jar"));
    }

    private InstalledAddon other() throws IOException {
        try (AddonFolder addons = AddonFolder.load(folder)) {
            List<InstalledAddon> all = addons.addons();
            assertThat(all).hasSize(2);
            InstalledAddon good = all.stream()
                    .filter(each -> each.name().equals("Good"))
                    .findFirst()
                    .orElseThrow();
            assertThat(good.isLoaded()).isTrue();
            InstalledAddon other = all.get(1 - all.indexOf(good));
            assertThat(addons.problems())
                    .isEqualTo(
                            other.isLoaded()
                                    ? List.of()
                                    : List.of("addon " + other.name() + " of " + other.jar() + " does not run: "
                                            + other.problem()));
            return other;
        }
    }

    private String problem(AddonJar jar) throws IOException {
        jar.write(folder.resolve("other.jar"));
        return other().problem();
    }

    @Test
    void anAddonHasTheVersionsThatItsManifestNames() throws IOException {
        try (AddonFolder addons = AddonFolder.load(folder)) {
            InstalledAddon good = addons.addons().get(0);
            assertThat(good.version()).isEqualTo("2.1");
            assertThat(good.api()).hasToString("Optional[1.0]");
            assertThat(good.jar()).isEqualTo(folder.resolve("good.jar"));
        }
    }

    @Test
    void twoJarsHaveDifferentVersionsOfALibraryAndRunInTheOrderOfTheirFiles() throws IOException {
        for (String version : List.of("1", "2")) {
            AddonJar.of("Uses" + version, REGISTER + "@Override public String name() { return lib.Library.NAME(); }")
                    .source(
                            "lib.Library",
                            "package lib; public class Library { public static String NAME() { return \"library "
                                    + version + "\"; } }")
                    .write(folder.resolve((3 - Integer.parseInt(version)) + ".jar"));
        }
        try (AddonFolder addons = AddonFolder.load(folder)) {
            assertThat(addons.addons())
                    .extracting(InstalledAddon::name)
                    .containsExactly("library 2", "library 1", "Good");
        }
    }

    /** A library of the product could not change otherwise, and an addon could not bring another version of it. */
    @ParameterizedTest
    @CsvSource({
        "dev.steno.flow.HttpFlow, true",
        "dev.steno.source.BodySources, true",
        "org.slf4j.Logger, true",
        "java.sql.Connection, true",
        "dev.steno.addon.bus.HookChain, false",
        "dev.steno.net.ProxyServer, false",
        "io.netty.channel.Channel, false",
        "dev.steno.testing.addon.AddonJar, false"
    })
    void anAddonFindsTheApiAndTheJdkAndNothingElse(String type, boolean found) throws IOException {
        AddonJar.of("Other", REGISTER + "public Other() throws Exception { Class.forName(\"" + type + "\"); }")
                .write(folder.resolve("other.jar"));
        assertThat(other().isLoaded()).isEqualTo(found);
    }

    @Test
    void anAddonThatUsesAClassOfTheProductThatIsNoApiIsToldWhich() throws IOException {
        assertThat(problem(AddonJar.of(
                        "Other",
                        REGISTER + "public Other() { System.out.print(new dev.steno.websocket.FrameWriter(true)); }")))
                .isEqualTo(
                        "it needs the class dev.steno.websocket.FrameWriter, which is not part of the API of addons: put"
                                + " the class into its jar, or do without it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1  | it needs version 1.1 of the API, and this Steno has 1.0: use a newer Steno, or an older version of"
                        + " the addon",
                "2.0  | it needs version 2.0 of the API, and this Steno has 1.0: use a newer Steno, or an older version of"
                        + " the addon",
                "0.9  | it was made for version 0.9 of the API, which this Steno (1.0) has no more: use a newer version of"
                        + " the addon",
                "soon | the Steno-Api of its manifest is no version such as 1.0: soon"
            })
    void anAddonForAnotherVersionOfTheApiIsRefused(String api, String problem) throws IOException {
        assertThat(problem(AddonJar.registering("Other", "").attribute("Steno-Api", api)))
                .isEqualTo(problem);
    }

    @Test
    void anAddonMustNameTheVersionOfTheApi() throws IOException {
        assertThat(problem(AddonJar.registering("Other", "").without("Steno-Api")))
                .isEqualTo("its manifest does not say which version of the API it needs: add Steno-Api: 1.0");
    }

    @Test
    void aJarMustBeOneAndNameTheClassOfItsAddon() throws IOException {
        assertThat(problem(AddonJar.registering("Other", "").withoutServices()))
                .isEqualTo("the jar has no META-INF/services/dev.steno.addon.Addon: add this file, with the name of the"
                        + " addon's class");
        assertThat(problem(AddonJar.empty().service("# none"))).contains("its list of services names no class");
        assertThat(problem(AddonJar.empty().service("Missing"))).contains("Missing not found");
        assertThat(problem(AddonJar.empty()
                        .source("Other", "public class Other {}")
                        .service("Other")))
                .contains("Other not a subtype");

        Files.writeString(folder.resolve("other.jar"), "no zip file");
        assertThat(other().problem()).startsWith("it is not a jar").endsWith("copy it again");
    }

    @Test
    void anAddonThatFailsWhenItIsMadeIsRefused() throws IOException {
        assertThat(problem(AddonJar.of(
                        "Other", REGISTER + "public Other() { throw new IllegalStateException(\"no disk\"); }")))
                .isEqualTo(
                        "it failed with java.lang.IllegalStateException: no disk: report this to its author, or remove the"
                                + " jar");
        assertThat(problem(AddonJar.of(
                        "Other", REGISTER + "static { if (true) throw new IllegalStateException(\"x\"); }")))
                .startsWith("it failed with java.lang.IllegalStateException: x");
        assertThat(problem(AddonJar.of("Other", REGISTER + "@Override public String name() { return \" \"; }")))
                .startsWith("it has no name");
        assertThat(problem(AddonJar.registering("Other", "").classes(AddonFolderTest::ofTheFuture)))
                .contains("it was compiled for a newer Java than");
    }

    private static byte[] ofTheFuture(byte[] type) {
        byte[] changed = type.clone();
        changed[6] = 1; // the major version of the class file, JVMS 4.1
        return changed;
    }

    @Test
    void theSecondAddonOfANameIsRefused() throws IOException {
        assertThat(problem(AddonJar.of("Other", REGISTER + "@Override public String name() { return \"Good\"; }")))
                .isEqualTo("there is an addon of this name in " + folder.resolve("good.jar") + ": remove one of them");
    }

    @Test
    void aJarThatOthersCanChangeIsNotRead() throws IOException {
        Path jar = AddonJar.registering("Other", "").write(folder.resolve("other.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));

        InstalledAddon other = other();
        assertThat(other.name()).isEqualTo("other.jar");
        assertThat(other.problem())
                .isEqualTo(jar + " can be changed by users other than its owner (rw-rw-r--); run 'chmod go-w " + jar
                        + "'");

        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(other().isLoaded()).isTrue();
    }

    @Test
    void noJarOfAFolderThatOthersCanChangeIsRead() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        try (AddonFolder addons = AddonFolder.load(folder)) {
            assertThat(addons.addons()).hasSize(1);
            assertThat(addons.addons().get(0).problem())
                    .contains(folder.toString(), "can be changed by users other than its owner", "chmod go-w");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
