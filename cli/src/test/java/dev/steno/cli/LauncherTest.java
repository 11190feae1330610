package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script {@code ./steno} in a separate checkout or package, with a fake Java and a fake Maven that record their
 * arguments.
 */
class LauncherTest {
    @TempDir
    Path folder;

    private Path checkout;
    private Path tools;
    private Path jdk;

    @BeforeEach
    void prepare() throws IOException {
        checkout = Files.createDirectories(folder.resolve("my checkout"));
        Files.copy(Checkout.file("steno"), checkout.resolve("steno"));
        executable(checkout.resolve("steno"));
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("cat", "mkdir", "mv", "readlink", "rm", "rmdir", "sed", "sleep", "stty", "tail")) {
            Path place = Stream.of("/bin", "/usr/bin")
                    .map(Path::of)
                    .map(bin -> bin.resolve(tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(tools.resolve(tool), "exec " + place + " \"$@\"\n");
        }
        jdk = jdk("jdk 17", "17.0.9");
        // a build takes a moment and writes a jar
        script(tools.resolve("mvn"), """
                echo "$*" >>'%s/mvn.log'
                sleep 1
                mkdir -p cli/target
                echo jar >cli/target/steno.jar
                """.formatted(folder));
    }

    @Test
    void theFirstStartBuildsAndLaterOnesDoNot() throws Exception {
        Run first = steno(checkout.resolve("steno"), "ls", "my session.steno");
        assertThat(first.code).isZero();
        assertThat(first.err).isEqualTo("steno: building for first use (mvn package, one to three minutes)...\n");
        assertThat(first.out.lines())
                .endsWith("-cp", checkout + "/cli/target/steno.jar", "dev.steno.cli.Main", "ls", "my session.steno");
        Run second = steno(checkout.resolve("steno"), "info", "x");
        assertThat(second.err).isEmpty();
        assertThat(folder.resolve("mvn.log")).content().hasLineCount(1).contains("package -pl cli -am");
        assertThat(checkout.resolve(".steno-build")).doesNotExist();
    }

    /** The first test, on a terminal that {@code script} provides. */
    @Test
    void onATerminalABuildShowsThatItLives() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
        script(tools.resolve("mvn"), """
                echo '[INFO] Building session-store 0.1.0-SNAPSHOT                    [3/4]'
                echo 'Downloaded from central: https://repo.example/a.jar (1 kB at 1 kB/s)'
                sleep 3
                mkdir -p cli/target
                echo jar >cli/target/steno.jar
                """);
        ProcessBuilder onTerminal = new ProcessBuilder(
                        "/usr/bin/script", "-qec", "'" + checkout.resolve("steno") + "' ls", "/dev/null")
                .directory(folder.toFile());
        onTerminal.environment().put("JAVA_HOME", jdk.toString());
        onTerminal.environment().put("PATH", tools.toString());
        onTerminal.environment().put("SHELL", "/bin/sh");
        Process process = onTerminal.start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(shown).containsPattern("building: \\d+ s, module 3 of 4 \\(session-store\\), 1 files downloaded");
        assertThat(shown).contains(checkout + "/cli/target/steno.jar");
    }

    @Test
    void theArchiveIsMadeOnceForEachJavaAndJar() throws Exception {
        steno(checkout.resolve("steno"), "ls");
        steno(checkout.resolve("steno"), "ls");
        assertThat(rehearsals()).hasSize(1);
        assertThat(steno(checkout.resolve("steno"), "ls").out)
                .contains("-XX:SharedArchiveFile=" + checkout + "/cli/target/");
        jdk = jdk("jdk 25", "25.0.1");
        Run newer = steno(checkout.resolve("steno"), "ls");
        assertThat(newer.out).contains("--sun-misc-unsafe-memory-access=allow", "-jar\n");
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void itIsFoundThroughLinksFromAnywhere() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("link"), checkout.resolve("steno"));
        Files.createSymbolicLink(bin.resolve("steno"), Path.of("link"));
        Run run = steno(bin.resolve("steno"), "--version");
        assertThat(run.code).isZero();
        assertThat(run.out.lines())
                .endsWith("-cp", checkout + "/cli/target/steno.jar", "dev.steno.cli.Main", "--version");
    }

    @Test
    void twoFirstStartsAtOnceMakeOneBuild() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(start(checkout.resolve("steno"), "ls").start());
        }
        for (Process start : starts) {
            assertThat(start.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(start.exitValue()).isZero();
        }
        assertThat(folder.resolve("mvn.log")).content().hasLineCount(1);
    }

    @Test
    void aBuildThatDiedIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectory(checkout.resolve(".steno-build"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.writeString(checkout.resolve("cli/target/steno.jar"), "half a j");
        assertThat(steno(checkout.resolve("steno"), "ls").code).isZero();
        assertThat(checkout.resolve("cli/target/steno.jar")).hasContent("jar");
    }

    /**
     * The build's process ends after the script has read its pid from the lock and before it checks whether that
     * process is alive. The jar must stay.
     */
    @Test
    void aBuildThatEndsWhileItIsLookedAtIsKept() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectory(checkout.resolve(".steno-build"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.writeString(checkout.resolve("cli/target/steno.jar"), "the whole jar");
        script(tools.resolve("cat"), "/bin/cat \"$@\"; /bin/rm -rf '" + lock + "'\n");
        assertThat(steno(checkout.resolve("steno"), "ls").code).isZero();
        assertThat(checkout.resolve("cli/target/steno.jar")).hasContent("the whole jar");
        assertThat(folder.resolve("mvn.log")).doesNotExist();
    }

    /** As before, but by then a third process holds the lock. */
    @Test
    void aLockThatHasAnotherOwnerByNowIsLeftToIt() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectory(checkout.resolve(".steno-build"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.writeString(checkout.resolve("cli/target/steno.jar"), "half a jar of the third");
        script(
                tools.resolve("cat"),
                "/bin/cat \"$@\"; echo " + ProcessHandle.current().pid() + " >'" + lock + "/pid'\n");
        // the third process finishes while the script sleeps
        script(
                tools.resolve("sleep"),
                "echo 'the whole jar' >'" + checkout + "/cli/target/steno.jar'; /bin/rm -rf '" + lock + "'\n");
        Run run = steno(checkout.resolve("steno"), "ls");
        assertThat(run.code).isZero();
        assertThat(run.err).contains("waiting for the build by another steno process");
        assertThat(checkout.resolve("cli/target/steno.jar")).hasContent("the whole jar");
        assertThat(folder.resolve("mvn.log")).doesNotExist();
    }

    @Test
    void aFailedBuildShowsItsLogAndLeavesNothing() throws Exception {
        script(
                tools.resolve("mvn"),
                "echo '[ERROR] no such thing'; mkdir -p cli/target; echo x >cli/target/steno.jar; exit 1");
        Run run = steno(checkout.resolve("steno"), "ls");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("[ERROR] no such thing").contains("the build failed");
        assertThat(checkout.resolve("cli/target/steno.jar")).doesNotExist();
        assertThat(checkout.resolve(".steno-build")).doesNotExist();
    }

    @Test
    void aMissingMavenIsNamed() throws Exception {
        Files.delete(tools.resolve("mvn"));
        Run run = steno(checkout.resolve("steno"), "ls");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).endsWith("steno: no mvn on the PATH: install Maven 3.8 or newer\n");
    }

    @Test
    void aJavaThatIsTooOldOrMissingIsNamed() throws Exception {
        jdk = jdk("jdk 8", "1.8.0_402");
        assertThat(steno(checkout.resolve("steno"), "ls").err).contains("Java 17 or newer is required", "1.8.0_402");
        jdk = folder.resolve("nowhere");
        assertThat(steno(checkout.resolve("steno"), "ls").err).contains("JAVA_HOME is " + jdk);
    }

    @Test
    void aPackageUsesItsOwnRuntimeAndBuildsNothing() throws Exception {
        Path installed = installed();
        jdk("my checkout/runtime", "17.0.9");
        jdk = folder.resolve("nowhere");
        Run run = steno(checkout.resolve("steno"), "ls");
        assertThat(run.err).isEmpty();
        assertThat(run.out.lines()).endsWith("-cp", installed.toString(), "dev.steno.cli.Main", "ls");
        assertThat(run.out).contains("-XX:SharedArchiveFile=" + installed.getParent() + "/steno");
        assertThat(folder.resolve("mvn.log")).doesNotExist();
    }

    /** As on a system whose C library is not glibc, where the kernel does not find the program's interpreter. */
    @Test
    void aPackageWhoseRuntimeDoesNotRunHereUsesAnotherJava() throws Exception {
        installed();
        Path runtime = jdk("my checkout/runtime", "17.0.9");
        Files.writeString(runtime.resolve("bin/java"), "#!/lib/no-such-interpreter\n");
        for (int i = 0; i < 2; i++) {
            Run run = steno(checkout.resolve("steno"), "ls");
            assertThat(run.err).isEmpty();
            assertThat(run.out).contains("-jdk 17-17.0.9.jsa");
        }
        ProcessBuilder without = start(checkout.resolve("steno"), "ls");
        without.environment().remove("JAVA_HOME");
        assertThat(run(without, Map.of()).err)
                .isEqualTo("steno: the runtime in " + checkout + " does not run on this system (it needs glibc, which"
                        + " Alpine does not have), and there is no java on the PATH: install a JDK 17 or newer, or set"
                        + " JAVA_HOME\n");
    }

    /** Lays the checkout out as a package; returns its jar. */
    private Path installed() throws IOException {
        Path jar = Files.createDirectories(checkout.resolve("lib")).resolve("steno.jar");
        return Files.writeString(jar, "jar");
    }

    @Test
    void itBecomesTheJvmSoThatSignalsReachIt() throws Exception {
        Process process = start(checkout.resolve("steno"), "ls").start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("pid")).content().isEqualTo(process.pid() + "\n");
    }

    @Test
    void optionsForTheJvmAreWordsAndComeLast() throws Exception {
        Run run = run(start(checkout.resolve("steno"), "run"), Map.of("STENO_JAVA_OPTS", "-Xmx2g -Dx=*"));
        List<String> words = run.out.lines().toList();
        assertThat(words).containsSubsequence("-Xmx512m", "-Xmx2g", "-Dx=*", "-cp");
    }

    @Test
    void anotherCollectorReplacesItsOwn() throws Exception {
        ProcessBuilder start = start(checkout.resolve("steno"), "run");
        assertThat(run(start, Map.of()).out.lines()).contains("-XX:+UseSerialGC");
        assertThat(run(start, Map.of("STENO_JAVA_OPTS", "-Xmx2g -XX:+UseZGC"))
                        .out
                        .lines())
                .contains("-XX:+UseZGC")
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void optionsForJavaProgramsOfAProxyAreNotStenosOwn() throws Exception {
        ProcessBuilder start = start(checkout.resolve("steno"), "run");
        run(start, Map.of("JAVA_TOOL_OPTIONS", "-Dx=mine"));
        assertThat(folder.resolve("tool-options")).hasContent("-Dx=mine");
        run(start, Map.of("JAVA_TOOL_OPTIONS", "-Dx=proxy", "STENO_SET_VARIABLES", "JAVA_TOOL_OPTIONS"));
        assertThat(folder.resolve("tool-options")).content().isEqualTo("\n");
        run(start, Map.of("STENO_SAVED_JAVA_TOOL_OPTIONS", "-Dx=mine"));
        assertThat(folder.resolve("tool-options")).hasContent("-Dx=mine");
    }

    @Test
    void temporaryFilesGoWhereTheEnvironmentSays() throws Exception {
        Path named = Files.createDirectory(folder.resolve("my temp"));
        String option = "-Djava.io.tmpdir=" + named;
        ProcessBuilder start = start(checkout.resolve("steno"), "run");
        assertThat(run(start, Map.of("TMPDIR", named.toString())).out.lines()).contains(option);
        assertThat(run(start, Map.of("TMPDIR", folder.resolve("none").toString())).out)
                .doesNotContain("java.io.tmpdir");
        assertThat(run(start, Map.of("TMPDIR", "")).out).doesNotContain("java.io.tmpdir");
    }

    @Test
    void argumentsAreReadAsUtf8InALocaleWithoutLetters() throws Exception {
        for (Map<String, String> locale : List.of(
                Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""),
                Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"),
                Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "POSIX"))) {
            assertThat(localeOf(locale, "ls")).isEqualTo("C.UTF-8");
        }
        assertThat(localeOf(Map.of("LC_ALL", "de_DE.UTF-8"), "ls")).isEqualTo("de_DE.UTF-8");
        script(tools.resolve("locale"), "echo ANSI_X3.4-1968\n");
        assertThat(localeOf(Map.of("LC_ALL", "xx_XX.UTF-8"), "ls", "gr\u00fcn")).isEqualTo("C.UTF-8");
        assertThat(localeOf(Map.of("LC_ALL", "xx_XX.UTF-8"), "ls", "green")).isEqualTo("xx_XX.UTF-8");
        script(tools.resolve("locale"), "echo UTF-8\n");
        assertThat(localeOf(Map.of("LC_ALL", "de_DE.UTF-8"), "ls", "gr\u00fcn")).isEqualTo("de_DE.UTF-8");
    }

    private String localeOf(Map<String, String> environment, String... arguments) throws Exception {
        run(start(checkout.resolve("steno"), arguments), environment);
        return Files.readString(folder.resolve("locale")).strip();
    }

    private List<String> rehearsals() throws IOException {
        return Files.readAllLines(folder.resolve("java.log")).stream()
                .filter(line -> line.endsWith(" rehearse"))
                .toList();
    }

    /** A fake Java that prints its arguments, one per line, and creates the class-data archive on request. */
    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createDirectory(home.resolve("bin"));
        script(home.resolve("bin/java"), """
                echo "$*" >>'%1$s/java.log'
                echo $$ >'%1$s/pid'
                echo "${LC_ALL:-}" >'%1$s/locale'
                echo "${JAVA_TOOL_OPTIONS:-}" >'%1$s/tool-options'
                for word; do
                  case $word in
                    -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}" ;;
                  esac
                  echo "$word"
                done
                """.formatted(folder));
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProcessBuilder start(Path script, String... args) {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.to(folder.resolve("err").toFile()));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", tools.toString());
        builder.environment().remove("STENO_JAVA_OPTS");
        return builder;
    }

    private Run steno(Path script, String... args) throws IOException, InterruptedException {
        return run(start(script, args), Map.of());
    }

    private Run run(ProcessBuilder builder, Map<String, String> environment) throws IOException, InterruptedException {
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), out, Files.readString(folder.resolve("err")));
    }

    private record Run(int code, String out, String err) {}
}
