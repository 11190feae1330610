package dev.steno.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive and the Debian package, used as on a machine without Java. */
@Tag("dist")
@Timeout(300)
class PackageIT {
    @TempDir
    static Path folder;

    /** The unpacked archive. */
    private static Path installed;

    /** What the commands of docs/install.md printed. */
    private static String printed;

    @BeforeAll
    static void installAsThePageSays() throws Exception {
        Path work = Files.createDirectory(folder.resolve("a folder"));
        Path archive = target("steno-*-linux-*.tar.gz");
        Files.createSymbolicLink(work.resolve(archive.getFileName()), archive);
        Matcher commands = Pattern.compile("(?s)\n## The archive\n.*?```\n(.*?)```")
                .matcher(Files.readString(Checkout.file("docs/install.md")));
        assertThat(commands.find()).isTrue();
        Outcome outcome = run(work, "sh", "-ec", commands.group(1));
        assertThat(outcome.code).as(outcome.text).isZero();
        printed = outcome.text;
        try (Stream<Path> entries = Files.list(work)) {
            installed = entries.filter(Files::isDirectory)
                    .filter(each -> each.getFileName().toString().startsWith("steno-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void theCommandsOfThePageInstallTheArchive() throws IOException {
        assertThat(printed).matches("(?s).*steno [\\w.-]+ \\(Java \\d+.*");
        assertThat(folder.resolve(".local/bin/steno")).isSymbolicLink().isExecutable();
        assertThat(names(installed)).contains("CHANGELOG.md", "LICENSE", "lib", "runtime", "share", "steno");
        assertThat(installed.resolve("share/man/man1/steno.1")).content().startsWith(".TH STENO 1");
        assertThat(names(installed.resolve("share/completions"))).contains("steno.bash", "steno.fish", "steno.zsh");
        assertThat(names(installed.resolve("lib"))).anyMatch(name -> name.endsWith(".jsa"));
        assertThat(installed.resolve("runtime/lib/server/classes.jsa")).isNotEmptyFile();
    }

    @Test
    void itRecordsWithItsOwnRuntimeAndNativeLibraries() throws Exception {
        Path ready = folder.resolve("ready.json");
        Path session = folder.resolve("work.steno");
        Path log = folder.resolve("log");
        String steno = installed.resolve("steno").toString();
        Process process = start(
                        folder,
                        steno,
                        "run",
                        "-v",
                        "--listen",
                        "0",
                        "--session",
                        session + "",
                        "--ready-file",
                        ready + "")
                .redirectOutput(log.toFile())
                .start();
        try {
            await().until(() -> Files.exists(ready) || !process.isAlive());
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Matcher address = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(Files.readString(ready));
            assertThat(address.find()).isTrue();
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", Integer.parseInt(address.group(1)))))
                    .build();
            HttpResponse<Void> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://steno.internal/")).build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        assertThat(log).content().doesNotContain("does not load");
        assertThat(run(folder, steno, "ls", session + "").text).contains("\tGET\t200\t", "http://steno.internal/");
    }

    @Test
    void theRuntimeHasEveryModuleThatTheJarUses() throws IOException {
        StringWriter found = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(found),
                        new PrintWriter(System.err),
                        "--multi-release=17",
                        "--ignore-missing-deps",
                        "--print-module-deps",
                        installed.resolve("lib/steno.jar").toString());
        assertThat(code).isZero();
        Matcher modules =
                Pattern.compile("MODULES=\"([^\"]*)\"").matcher(Files.readString(installed.resolve("runtime/release")));
        assertThat(modules.find()).isTrue();
        assertThat(modules.group(1).split(" "))
                .contains(found.toString().strip().split(","))
                .contains("jdk.crypto.ec", "jdk.charsets", "jdk.zipfs", "jdk.compiler");
    }

    @Test
    void theRuntimeCompiles() throws Exception {
        Path source = Files.writeString(
                folder.resolve("Hello.java"),
                "class Hello { public static void main(String[] words) { System.out.println(\"compiled\"); } }");
        assertThat(run(folder, installed.resolve("runtime/bin/java").toString(), source.toString()).text)
                .isEqualTo("compiled\n");
    }

    @Test
    void theDebianPackageHasTheProgramThatItsUnitAndItsLinkName() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "dpkg-deb is not installed");
        String deb = target("steno_*.deb").toString();
        Path root = folder.resolve("root");
        assertThat(run(folder, "dpkg-deb", "-x", deb, root.toString()).code).isZero();
        Matcher program = Pattern.compile("\nExecStart=/(\\S+) ")
                .matcher(Files.readString(root.resolve("usr/lib/systemd/system/steno.service")));
        assertThat(program.find()).isTrue();
        assertThat(run(folder, root.resolve(program.group(1)).toString(), "--version").text)
                .startsWith("steno ");
        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/steno"))).hasToString("/" + program.group(1));
        assertThat(run(folder, "dpkg-deb", "-c", deb).text.lines()).allMatch(line -> line.contains(" root/root "));
        assertThat(names(root.resolve("usr/share"))).contains("bash-completion", "doc", "fish", "man");
    }

    private static Path target(String name) throws IOException {
        try (var found = Files.newDirectoryStream(Checkout.file("cli/target"), name)) {
            return found.iterator().next();
        }
    }

    private static List<String> names(Path at) throws IOException {
        try (Stream<Path> entries = Files.list(at)) {
            return entries.map(each -> each.getFileName().toString()).toList();
        }
    }

    /** A program in an environment without Java, whose home is the temporary folder. */
    private static ProcessBuilder start(Path at, String... words) {
        ProcessBuilder builder =
                new ProcessBuilder(Arrays.asList(words)).directory(at.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("STENO") || name.startsWith("JAVA"));
        builder.environment().put("HOME", folder.toString());
        return builder;
    }

    private static Outcome run(Path at, String... words) throws IOException, InterruptedException {
        Process process = start(at, words).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private record Outcome(int code, String text) {}
}
