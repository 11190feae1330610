package dev.steno.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher for Windows, the scripts of the Debian package and the files of docs/deploy say agrees. */
class PackagingFilesTest {
    /** An option that does not depend on the machine, the terminal, the Java version or the command. */
    private static final Pattern JVM_OPTION = Pattern.compile(
            "-X(?:ms|mn|mx)\\d+m|-XX:(?:\\+UseSerialGC|M\\w+HeapFreeRatio=\\d+)|-Dio\\.netty\\.[\\w.]+=\\w+"
                    + "|-XX:TieredStopAtLevel=1|-XX:CompileThresholdScaling=\\d+|-XX:-UsePerfData"
                    + "|-XX:\\+UnlockDiagnosticVMOptions|-XX:ArchiveRelocationMode=\\d|--sun-misc-unsafe-memory-access=allow");

    private static final String DEB = "cli/src/dist/deb/control/";

    @Test
    void bothLaunchersStartTheSameJvm() throws IOException {
        // cmd cannot look for --follow among the arguments without expanding them, so it treats ship as a command that
        // goes on
        String other = read("steno").replaceAll("(?s)\n  ship\\).*?\n    ;;", "");
        assertThat(options(read("steno.cmd"))).hasSizeGreaterThan(10).isEqualTo(options(other));
        assertThat(shortCommands(read("steno.cmd"), "for %%c in \\(([^)]*)\\)"))
                .hasSizeGreaterThan(10)
                .isEqualTo(shortCommands(read("steno"), "(?m)^ +(ls \\|[^)]*)\\) short=yes"));
    }

    private static Set<String> options(String script) {
        return JVM_OPTION
                .matcher(script)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shortCommands(String script, String list) {
        return Pattern.compile(list)
                .matcher(script)
                .results()
                .flatMap(found -> Pattern.compile("[\\s|]+").splitAsStream(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rules by which cmd reads a script: docs of {@code cmd /?}, {@code call /?}, {@code for /?}. */
    @Test
    void theScriptForWindowsHandsArgumentsOnUnread() throws IOException {
        String script = read("steno.cmd");
        assertThat(script).isASCII().doesNotContainPattern("[^\r]\n");
        List<String> lines =
                script.lines().filter(line -> !line.startsWith("rem")).toList();
        assertThat(lines.get(0)).isEqualTo("@echo off");
        assertThat(lines.get(1)).isEqualTo("setlocal EnableExtensions DisableDelayedExpansion");

        // expanded once, at the end of a line that is neither in parentheses nor a second reading by "call"
        assertThat(lines)
                .filteredOn(line -> line.contains("%*"))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("\"%_java%\" ").endsWith(" -jar \"%_jar%\" %*"));
        int start = lines.indexOf(
                lines.stream().filter(line -> line.endsWith("%*")).findFirst().orElseThrow());
        assertThat(lines.get(start + 1)).isEqualTo("set \"_code=%errorlevel%\"");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("exit /b %_code%");
        assertThat(script).contains("chcp 65001 >nul", "if defined _page chcp %_page% >nul");

        Set<String> labels = group("\n:(\\w+)\r\n", script);
        assertThat(group("\\bgoto (\\w+)", script)).isNotEmpty().isSubsetOf(labels);
        // The JVM and what it starts inherit the variables, and names are the same in both cases: "home" would be HOME.
        assertThat(group("\\bset (?:/a )?\"(\\w+)=", script)).isNotEmpty().allMatch(name -> name.startsWith("_"));
        // A path may contain spaces, & and ): it is always within quotes.
        assertThat(lines)
                .filteredOn(line -> line.matches(".*%_(?:root|folder|jar|java|runtime|jsa|new|archive)%.*"))
                .allSatisfy(line -> assertThat(line.replaceAll("\"[^\"]*\"", ""))
                        .doesNotContainPattern("%_(?:root|folder|jar|java|runtime|jsa|new|archive)%"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postinst", "prerm", "postrm"})
    void theScriptsOfTheDebianPackageAreCorrectShell(String name) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "/bin/sh is not there");
        String script = read(DEB + name);
        assertThat(script).startsWith("#!/bin/sh\n").contains("\nset -e\n");
        Process check = new ProcessBuilder(
                        "/bin/sh", "-n", Checkout.file(DEB + name).toString())
                .inheritIO()
                .start();
        assertThat(check.waitFor()).isZero();
        // Without systemd, as in a container, nothing asks it; and its failure does not fail the package.
        assertThat(script.lines().filter(line -> line.contains("systemctl ")))
                .allMatch(line -> line.endsWith(" || true"));
        assertThat(script).containsSubsequence("if [ -d /run/systemd/system ]; then", "systemctl ");
    }

    @Test
    void removalKeepsWhatWasRecorded() throws IOException {
        String removal = read(DEB + "prerm") + read(DEB + "postrm");
        assertThat(group("(?m)^ *rm ([^\n]*)$", removal)).containsExactly("-f /opt/steno/lib/*.jsa");
        assertThat(group("(rmdir [^ ]*)", removal)).containsExactly("rmdir /var/lib/steno"); // fails unless empty
    }

    @Test
    void theUnitThePackageAndTheContainerNameTheSameUserAndFolders() throws IOException {
        String unit = read("docs/deploy/steno.service");
        assertThat(unit)
                .contains("\nUser=steno\n", "\nStateDirectory=steno\n", "\nStateDirectoryMode=0700\n")
                .contains("\nExecStart=/opt/steno/steno run --quiet --home /var/lib/steno --session /var/lib/steno/");
        assertThat(read(DEB + "postinst"))
                .contains("adduser --system --group --quiet --home /var/lib/steno --no-create-home steno\n")
                .contains("install -d -m 0700 -o steno -g steno /var/lib/steno\n")
                .contains("/opt/steno/steno version >/dev/null || true\n");
        String pom = read("cli/pom.xml");
        assertThat(pom)
                .contains("<prefix>/opt/steno</prefix>")
                .containsSubsequence(
                        "<linkName>/usr/bin/steno</linkName>", "<linkTarget>/opt/steno/steno</linkTarget>");
        assertThat(read("docs/deploy/Containerfile"))
                .contains("\nENTRYPOINT [\"/opt/steno/steno\"]\n", "\nUSER steno\n", "\nVOLUME /var/lib/steno\n")
                .contains("/cli/target/steno-*-linux-*.tar.gz");
        assertThat(pom).contains("<finalName>steno-${project.version}-${dist.os}-${dist.cpu}</finalName>");
    }

    private static Set<String> group(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Checkout.file(file));
    }
}
