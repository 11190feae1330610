package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules on the source files, which need no compilation. */
class SourceTreeTest {
    private static final int LONGEST = 500;

    /** The folders at the top; files beside them have none. */
    private static final Set<String> FOLDERS = Set.of(
            "",
            ".ci",
            ".mvn",
            "bench",
            "certs",
            "cli",
            "docs",
            "fleet",
            "interop",
            "proxy-core",
            "session-store",
            "web");

    @Test
    void noSourceFileIsLongerThan500Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : javaFiles("main", "test")) {
            long lines = Files.readString(file).lines().count();
            if (lines > LONGEST) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noFewFilesHoldMuchOfTheCode() throws IOException {
        List<Long> lengths = new ArrayList<>();
        for (Path file : javaFiles("main")) {
            lengths.add(Files.readString(file).lines().count());
        }
        lengths.sort(Comparator.reverseOrder());
        long all = lengths.stream().mapToLong(Long::longValue).sum();
        assertThat(lengths.stream().limit(4).mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(all * 15 / 100);
    }

    @Test
    void noTestIsSkipped() throws IOException {
        // In two parts, so that this file does not match itself. Assumptions are allowed, for tests that need another
        // system.
        String disabled = "@Dis" + "abled";
        List<Path> skipped = new ArrayList<>();
        for (Path file : javaFiles("test")) {
            String source = Files.readString(file);
            if (source.contains(disabled) || source.contains("TestAb" + "ortedException")) {
                skipped.add(file);
            }
        }
        assertThat(skipped).isEmpty();
    }

    @Test
    void theReadmeNamesEverySubcommandAndExitCode() throws IOException {
        String readme = Files.readString(Checkout.file("README.md"));
        assertThat(readme)
                .contains("./steno ", "mvn verify", "; 1 failure; 2 wrong arguments; 3 `steno diff` ", "; 130 ");
        assertThat(Subcommands.SHOWN)
                .filteredOn(name -> !name.equals(Subcommands.DEFAULT))
                .allSatisfy(name -> assertThat(readme).containsAnyOf("steno " + name, name + ".md"));
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path file : javaFiles("main")) {
            Path description = file.resolveSibling("package-info.java");
            if (!Files.exists(description) || !Files.readString(description).matches("(?s)/\\*\\*.*@NullMarked.*")) {
                missing.add(description);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Unmarked code is not checked for null; a line that switches the check off gives its reason. */
    @Test
    void theCheckForNullIsNotSwitchedOff() throws IOException {
        List<Path> unchecked = new ArrayList<>();
        for (Path file : javaFiles("main")) {
            String source = Files.readString(file);
            if (source.contains("@NullUnmarked")
                    || source.contains("jspecify.annotations.NullUnmarked")
                    || source.lines().anyMatch(line -> line.contains("\"NullAway") && !line.contains(" // "))) {
                unchecked.add(file);
            }
        }
        assertThat(unchecked).isEmpty();
    }

    /** What a trial run leaves in the checkout, such as the home folder of a Steno with its key, is not committed. */
    @Test
    void onlySourcesAreCommitted() throws IOException {
        Path root = Checkout.file(".").toAbsolutePath().normalize();
        assumeTrue(Files.exists(root.resolve(".git")), "not a checkout of git");
        Program.Outcome listed = Program.need("git").call("-C", root, "ls-files", "--stage", "-z");
        List<String> strange = new ArrayList<>();
        for (String entry : listed.text().split("\0")) {
            String file = entry.substring(entry.indexOf('\t') + 1);
            String top = file.contains("/") ? file.substring(0, file.indexOf('/')) : "";
            boolean link = !entry.startsWith("100");
            if (link || !FOLDERS.contains(top) || file.endsWith(".log") || isKey(root.resolve(file))) {
                strange.add(file);
            }
        }
        assertThat(strange).isEmpty();
    }

    private static boolean isKey(Path file) throws IOException {
        return file.getFileName().toString().matches(".*\\.(pem|key|p12)")
                && Files.exists(file)
                && Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY");
    }

    private static List<Path> javaFiles(String... trees) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module :
                List.of("certs", "proxy-core", "session-store", "interop", "fleet", "web", "cli", "bench")) {
            for (String tree : trees) {
                Path sources = Checkout.file(module + "/src/" + tree + "/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> walk = Files.walk(sources)) {
                        walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(10);
        return files;
    }
}
