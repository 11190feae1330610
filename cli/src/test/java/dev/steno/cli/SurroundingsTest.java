package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.process.ProductClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product in processes with the home folders and locales of containers, cron jobs and other users. */
class SurroundingsTest {
    private static final String UNKNOWN_USER = "-Duser.home=?";

    @TempDir
    Path folder;

    private Path work;

    @BeforeEach
    void prepare() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void homeIsHeeded() throws Exception {
        Path home = folder.resolve("ann");
        Outcome outcome = steno(UNKNOWN_USER, Map.of("HOME", home.toString()), "ca");
        assertThat(outcome.code).as(outcome.text).isZero();
        assertThat(outcome.text).contains("certificate  " + home.resolve(".steno/ca.pem") + " (made now)");
        assertThat(home.resolve(".steno/ca-key.pem")).exists();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aUserWithoutAHomeIsRefusedAndNothingIsCreated() throws Exception {
        for (String command : List.of("ca", "run", "options")) {
            for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("HOME", ""))) {
                Outcome outcome = steno(UNKNOWN_USER, environment, command);
                assertThat(outcome.code).as(outcome.text).isEqualTo(ExitCode.USAGE);
                assertThat(outcome.text)
                        .startsWith("steno: this user has no home folder")
                        .endsWith("choose Steno's folder with --home DIR (STENO_HOME)\n")
                        .hasLineCount(1);
            }
        }
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aNamedSessionIsReadWithoutAHome() throws Exception {
        Path session = SampleSession.write(folder.resolve("a.steno"));
        Outcome outcome = steno(UNKNOWN_USER, Map.of(), "ls", session.toString());
        assertThat(outcome.code).as(outcome.text).isZero();
        assertThat(steno(UNKNOWN_USER, Map.of(), "ls").text).startsWith("steno: this user has no home folder");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aRelativeHomeIsRefused() throws Exception {
        Outcome outcome = steno(UNKNOWN_USER, Map.of("HOME", "here"), "ca");
        assertThat(outcome.code).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.text).startsWith("steno: HOME is \"here\", which is relative");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void stenosOwnFolderComesBeforeAll() throws Exception {
        Path own = folder.resolve("own");
        Path flag = folder.resolve("flag");
        Map<String, String> environment = Map.of("STENO_HOME", own.toString(), "HOME", "relative");
        assertThat(steno(UNKNOWN_USER, environment, "ca").code).isZero();
        assertThat(own.resolve("ca.pem")).exists();
        assertThat(steno(UNKNOWN_USER, environment, "ca", "--home", flag.toString()).code)
                .isZero();
        assertThat(flag.resolve("ca.pem")).exists();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void lettersThatTheLocaleLacksAreRefusedInsteadOfSearchedForAsQuestionMarks() throws Exception {
        Path session = SampleSession.write(folder.resolve("a.steno"));
        // a shell prints the letter, since this JVM may be in such a locale as well
        List<String> words = words("-Dx=y", "ls", session.toString(), "-f");
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" \"$(printf 'gr\\303\\274n')\"", "sh"));
        shell.addAll(words);
        Outcome refused = run(shell, Map.of("LC_ALL", "C"));
        assertThat(refused.text)
                .isEqualTo("steno: an argument has letters that Java could not read: this locale has no letters beyond"
                        + " ASCII: run with LC_ALL=C.UTF-8\n");
        assertThat(refused.code).isEqualTo(ExitCode.USAGE);
        Outcome read = run(shell, Map.of("LC_ALL", "C.UTF-8"));
        assertThat(read.code).as(read.text).isZero();
    }

    private Outcome steno(String property, Map<String, String> environment, String... arguments) throws Exception {
        return run(words(property, arguments), environment);
    }

    private static List<String> words(String property, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", property));
        words.addAll(ProductClasses.options());
        words.add("dev.steno.cli.Main");
        words.addAll(List.of(arguments));
        return words;
    }

    private Outcome run(List<String> words, Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(work.toFile()).redirectErrorStream(true);
        Stream.of("HOME", "STENO_HOME", "LC_ALL", "LC_CTYPE", "LANG").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private record Outcome(int code, String text) {}
}
