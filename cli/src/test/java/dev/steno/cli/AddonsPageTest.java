package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.playbook.Playbook;
import dev.steno.testing.Checkout;
import dev.steno.testing.addon.AddonJar;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/addons.md} compile, behave as the page says, and are installed by its commands; its tables are complete. */
class AddonsPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n((?:(?!```).)*?public final class (\\w+)(?:(?!```).)*)```", Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private static String page() throws IOException {
        return Files.readString(Checkout.file("docs/addons.md"));
    }

    /** Compiles the example classes of the page together, without warnings. */
    private URLClassLoader compiled() throws IOException {
        List<Source> sources = examples().stream()
                .map(example -> new Source(example.group(2), example.group(1)))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("compiled"));
        List<String> options =
                List.of("-Xlint:all", "-Werror", "-proc:none", "-d", classes.toString(), "-cp", AddonJar.classPath());
        StringWriter errors = new StringWriter();
        assertThat(compiler.getTask(errors, null, null, options, null, sources).call())
                .as(() -> "examples of the page: " + errors)
                .isTrue();
        return new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    private static List<MatchResult> examples() throws IOException {
        return EXAMPLE.matcher(page()).results().toList();
    }

    @Test
    void theExamplesDoWhatThePageSays() throws Exception {
        try (URLClassLoader classes = compiled()) {
            assertThat(examples())
                    .extracting(example -> example.group(2))
                    .containsExactly("NoTracking", "SlowServers", "NoTrackingTest");
            classes.loadClass("NoTrackingTest")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);

            Addon slow =
                    (Addon) classes.loadClass("SlowServers").getConstructor().newInstance();
            try (Playbook play = Playbook.of(Map.of("slow-after", "0s"), slow)) {
                assertThat(play.exchange("GET http://slow.test/", "200 OK")
                                .flow()
                                .notes()
                                .comment())
                        .isEqualTo("slow");
                assertThat(play.commands().call("slow.list", List.of("1")).text())
                        .contains("slow.test");
                play.options().set("slow-after", "1h");
                assertThat(play.exchange("GET http://slow.test/", "200 OK")
                                .flow()
                                .notes()
                                .comment())
                        .isEmpty();
                assertThat(play.commands().call("slow.list", List.of("2")).text())
                        .doesNotContain("slow.test");
            }
        }
    }

    /** The commands run in a shell as they are, with a steno.jar that leads to the classes of this build. */
    @Test
    void theCommandsOfThePageInstallTheFirstExample() throws Exception {
        Files.writeString(folder.resolve("NoTracking.java"), examples().get(0).group(1));
        writeStenoJar(folder.resolve("steno.jar"));
        String commands =
                COMMANDS.matcher(page()).results().findFirst().orElseThrow().group(1);
        String inShell =
                commands.lines().filter(line -> !line.startsWith("steno ")).collect(Collectors.joining("\n"));
        assertThat(commands.lines().filter(line -> line.startsWith("steno "))).containsExactly("steno addons");

        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", "umask 022\n" + inShell)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("HOME", folder.toString());
        shell.environment().remove("JAVA_TOOL_OPTIONS");
        shell.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (old, jdk) -> jdk + ":" + old);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();

        Path home = folder.resolve(".steno");
        assertThat(Call.onTerminal(300, "addons", "--home", home).text())
                .isEqualTo("NoTracking 1.0.0  loaded, API 1.0, " + home.resolve("addons/no-tracking.jar") + "\n");
        assertThat(page()).contains("\nNoTracking 1.0.0  loaded, API 1.0, /home/you/.steno/addons/no-tracking.jar\n");
    }

    private static void writeStenoJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(AddonJar.classPath().split(File.pathSeparator))
                                .map(each -> Path.of(each).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(out, manifest)) {
            written.finish();
        }
    }

    @Test
    void theTablesNameEachHookVerdictAndPhase() throws Exception {
        List<String> hooks = new ArrayList<>();
        for (Field field : Hook.class.getFields()) {
            if (field.get(null) instanceof Hook<?> hook) {
                hooks.add(hook.toString());
            }
        }
        assertThat(rows("| hook |")).containsExactlyInAnyOrderElementsOf(hooks);
        assertThat(rows("| verdict |"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Verdict.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        assertThat(rows("| phase |"))
                .containsExactlyElementsOf(
                        Arrays.stream(Phase.values()).map(Phase::name).toList());
    }

    /** The names in the first column of a table. */
    private static List<String> rows(String head) throws IOException {
        return page().lines()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("`", 3)[1])
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
