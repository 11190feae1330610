package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.addon.AddonJar;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addons in jars as the command line shows them, and in a Steno that runs. */
class AddonsCommandTest {
    private static final String MARKING = "public record Marks(@dev.steno.option.Opt(help = \"What is marked.\","
            + " defaultValue = \"none\", live = true) String mark) {}"
            + "private volatile String mark = \"\";"
            + "@Override public List<Class<? extends Record>> options() { return List.of(Marks.class); }"
            + "@Override public void register(Registrar r) {"
            + "  mark = r.options(Marks.class, (before, after) -> mark = after.mark()).mark();"
            + "  r.commands(this);"
            + "  r.on(Hook.REQUEST_HEAD, Phase.MODIFY, (f, c) -> new Verdict.Replace<>(f.withRequest("
            + "    f.request().withHeaders(f.request().headers().with(\"X-Mark\", mark)))));"
            + "  r.on(Hook.RESPONSE_HEAD, Phase.SEAL, (f, c) -> { throw new IllegalStateException(); }); }"
            + "@dev.steno.command.Command(name = \"marking.mark\", help = \"Tells the mark.\")"
            + "public String mark() { return mark; }";

    @TempDir
    Path folder;

    private Path home;
    private Path marking;
    private Path old;

    @BeforeEach
    void install() throws IOException {
        home = folder.resolve("home");
        Path addons = Files.createDirectories(home.resolve("addons"));
        marking = AddonJar.of("Marking", MARKING)
                .attribute("Implementation-Version", "1.4.2")
                .write(addons.resolve("marking.jar"));
        old = AddonJar.registering("Old", "").attribute("Steno-Api", "0.3").write(addons.resolve("old.jar"));
    }

    private Call steno(String command, String... more) {
        return Call.inHome(home, command, (Object[]) more);
    }

    @Test
    void eachJarIsListedWithItsVersionsAndWhyItDoesNotRun() throws IOException {
        Call list = steno("addons");
        assertThat(list.code()).isEqualTo(1);
        assertThat(list.text())
                .isEqualTo("Marking\t1.4.2\t1.0\tloaded\t" + marking + "\t\nold.jar\t\t0.3\trefused\t" + old
                        + "\tit was made for version 0.3 of the API, which this Steno (1.0) has no more: use a newer version"
                        + " of the addon\n");
        assertThat(Call.onTerminal(200, "addons", "--home", home).text())
                .startsWith("Marking 1.4.2  loaded, API 1.0, " + marking + "\nold.jar  refused, API 0.3, ");

        Files.delete(old);
        assertThat(steno("addons").code()).isZero();
        Call off = steno("addons", "--addons", "off");
        assertThat(off.text()).isEmpty();
        assertThat(off.err()).contains("no addon is loaded, since the option addons is off");
        assertThat(Call.steno("addons", "--home", folder, "--addons", home.resolve("addons"))
                        .text())
                .startsWith("Marking\t");
        Path other = folder.resolve("other");
        Call none = Call.steno("addons", "--home", other);
        assertThat(none.out()).isEmpty();
        assertThat(none.err())
                .isEqualTo("steno: no addon is installed: there is no folder " + other.resolve("addons")
                        + "; copy the jar of an addon there\n");
        Files.createDirectories(other.resolve("addons"));
        assertThat(Call.steno("addons", "--home", other).err())
                .contains(other.resolve("addons") + " has no file *.jar; copy the jar of an addon there");
        Call missing = steno("addons", "--addons", folder.resolve("missing").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err())
                .contains("cannot read the folder of addons", "no such file", "--addons DIR (off for none)");
    }

    @Test
    void optionsOfAddonsAreSetLikeThoseOfTheProduct() throws IOException {
        assertThat(steno("options").text()).contains("mark\ttext\tnone\tdefault\tnone\tWhat is marked.\n");
        assertThat(steno("options", "--mark", "x").text()).contains("mark\ttext\tx\tcommand line\t");
        assertThat(steno("options", "--mark", "x").err())
                .contains("warning: addon old.jar of " + old + " does not run");

        Files.writeString(home.resolve("config.toml"), "mark = \"y\"\n");
        assertThat(steno("options").text()).contains("mark\ttext\ty\t");
        assertThat(steno("ca").code()).isZero(); // a command that runs no addon skips their options

        Call off = steno("options", "--addons", "off");
        assertThat(off.code()).isEqualTo(2);
        assertThat(off.err()).contains("config.toml:1:1").contains("mark");
        Files.delete(marking);
        assertThat(steno("options").err()).contains("mark", "addon old.jar of " + old + " does not run");
    }

    @Test
    void theConfigurationFileMayNameTheFolder() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("config.toml"), "mark = \"y\"\naddons = \"" + home.resolve("addons") + "\"\n");
        assertThat(Call.steno("options", "--home", other).text()).contains("mark\ttext\ty\t");
    }

    @Test
    void aJarThatIsNamedIsLoadedBesideThoseOfTheFolder() throws IOException {
        Files.delete(old);
        Path other = AddonJar.registering("Other", "").write(folder.resolve("other.jar"));

        Call list = steno("addons", "--addon", other.toString());
        assertThat(list.code()).isZero();
        assertThat(list.text())
                .isEqualTo("Marking\t1.4.2\t1.0\tloaded\t" + marking + "\t\nOther\t\t1.0\tloaded\t" + other + "\t\n");
        assertThat(steno("addons", "--addons", "off", "--addon", other.toString())
                        .text())
                .isEqualTo("Other\t\t1.0\tloaded\t" + other + "\t\n");
        assertThat(steno(
                                "addons",
                                "--addon",
                                other.toString(),
                                "--addon",
                                marking.toString(),
                                "--addon",
                                other.toString())
                        .text()
                        .lines())
                .hasSize(2);

        Path away = folder.resolve("away.jar");
        Files.move(marking, away);
        assertThat(steno("options", "--addon", away.toString(), "--mark", "x").text())
                .contains("mark\ttext\tx\tcommand line\t");
        Files.writeString(home.resolve("config.toml"), "addon = [\"" + away + "\"]\nmark = \"y\"\n");
        assertThat(steno("options").text()).contains("mark\ttext\ty\t");
    }

    @Test
    void aNamedJarThatCannotBeUsedEndsTheStartWithTheReason() throws IOException {
        Path newer =
                AddonJar.registering("Newer", "").attribute("Steno-Api", "7.0").write(folder.resolve("newer.jar"));
        Path silent = AddonJar.registering("Silent", "").without("Steno-Api").write(folder.resolve("silent.jar"));
        Path failing = AddonJar.registering("Failing", "throw new IllegalStateException(\"no key\");")
                .write(folder.resolve("failing.jar"));
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

        assertThat(refusal(newer))
                .isEqualTo(
                        "steno: the addon " + newer + " cannot be used: it needs version 7.0 of the API, and this Steno"
                                + " has 1.0: use a newer Steno, or an older version of the addon\n");
        assertThat(refusal(silent))
                .contains("its manifest does not say which version of the API it needs: add Steno-Api: 1");
        assertThat(refusal(old)).contains("it was made for version 0.3 of the API");
        assertThat(steno("run", "--listen", "127.0.0.1:0", "--addon", old.getParent() + "/../addons/old.jar")
                        .err())
                .contains("it was made for version 0.3 of the API");
        assertThat(refusal(failing)).contains("it failed with java.lang.IllegalStateException: no key: report this");
        assertThat(refusal(text)).contains("it is not a jar");
        assertThat(refusal(folder)).contains("it is a folder: name a jar, or name a folder of jars with --addons");
        assertThat(refusal(folder.resolve("missing.jar")))
                .isEqualTo("steno: the addon " + folder.resolve("missing.jar")
                        + " cannot be used: there is no such file:" + " name the jar of an addon\n");
    }

    private String refusal(Path jar) {
        Call run = steno("run", "--addons", "off", "--listen", "127.0.0.1:0", "--addon", jar.toString());
        assertThat(run.code()).isEqualTo(1);
        return run.err();
    }

    @Test
    void anAddonRunsWithItsOptionsAndCommands() throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.plain(ScriptedOrigin.answering("HTTP/1.1 204 No Content\r\n\r\n"));
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", "none", "--mark", "given");
                RawClient client = RawClient.to(steno.port())) {
            assertThat(client.send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: " + origin.authority()
                                    + "\r\n\r\n")
                            .response()
                            .status())
                    .isEqualTo(204);
            assertThat(origin.received()).contains("X-Mark: given\r\n");

            steno.awaitCommands();
            assertThat(steno("call", "--json", "addons.list").text())
                    .contains("{\"name\":\"Marking\",\"version\":\"1.4.2\",\"api\":\"1.0\",\"state\":\"loaded\","
                            + "\"failures\":1,\"jar\":\"" + marking + "\"")
                    .contains("\"name\":\"Holding\"", "\"state\":\"refused\"");
            assertThat(steno("call", "options.set", "mark", "later").code()).isZero();
            assertThat(steno("call", "marking.mark").text()).isEqualTo("later\n");
            assertThat(steno("call", "--complete", "marking.").text()).isEqualTo("marking.mark\n");
            assertThat(steno("commands").text())
                    .contains("flow.kill ")
                    .endsWith("marking.mark\ttext\tTells the mark.\n");
            assertThat(steno("call", "options.list").text()).contains("mark");
            assertThat(steno.terminate()).isZero();
        }
    }
}
