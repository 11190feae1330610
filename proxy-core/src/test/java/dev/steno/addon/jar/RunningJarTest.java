package dev.steno.addon.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.flow.Sequences;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.testing.addon.AddonJar;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addons in jars while the proxy runs: their options and commands, their failures, and their end. */
class RunningJarTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    Path folder;

    private AddonRuntime runtime(AddonFolder addons, Options options, Commands commands) {
        return new AddonRuntime(
                addons.guests(), new Sequences(), new RecordBudget(1 << 20), Runnable::run, options, commands);
    }

    @Test
    void whatAnAddonThrowsIsCountedUnderItsNameAndTheFlowGoesOn(@TempDir Path home) throws IOException {
        AddonJar.registering(
                        "Failing",
                        "r.on(Hook.REQUEST_HEAD, Phase.MODIFY, (f, c) -> { throw new NoClassDefFoundError(\"x\"); });"
                                + "r.onBlocking(Hook.RESPONSE_HEAD, Phase.MODIFY, (f, c) -> null);"
                                + "r.lossless(e -> { if (e instanceof FlowEvent.Opened) throw new NoClassDefFoundError(\"x\"); });")
                .write(folder.resolve("1.jar"));
        AddonJar.registering(
                        "Marking",
                        "r.on(Hook.REQUEST_HEAD, Phase.MODIFY, (f, c) -> new Verdict.Replace<>(f.withRequest(f.request()"
                                + ".withHeaders(f.request().headers().with(\"X-Mark\", \"1\")))));")
                .write(folder.resolve("2.jar"));

        try (AddonFolder addons = AddonFolder.load(folder);
                ScriptedOrigin origin = ScriptedOrigin.plain(ScriptedOrigin.answering(OK));
                RunningProxy proxy = RunningProxy.start(home, addons.guests().toArray(new dev.steno.addon.Addon[0]));
                RawClient client = RawClient.to(proxy.port())) {
            HttpAnswer answer = client.send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: "
                            + origin.authority() + "\r\n\r\n")
                    .response();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(origin.received()).contains("X-Mark: 1");
            assertThat(proxy.runtime().hooks().failures("Failing")).isEqualTo(3);
            assertThat(proxy.runtime().hooks().failures("Marking")).isZero();
        }
    }

    @Test
    void anAddonThatFailsToRegisterLeavesNothingBehind() throws IOException {
        AddonJar.of(
                        "Failing",
                        "@Override public void register(Registrar r) {"
                                + "r.on(Hook.REQUEST_HEAD, Phase.MODIFY, (f, c) -> Verdict.pass());"
                                + "r.handlerSet().replace(h -> h.on(Hook.REQUEST, Phase.MODIFY, (f, c) -> Verdict.pass()));"
                                + "r.lossless(e -> {}); r.commands(this); r.options(Told.class, (a, b) -> { throw new dev.steno.option.OptionVeto(\"no\"); });"
                                + "throw new Error(\"no key\"); }"
                                + "public record Told(@dev.steno.option.Opt(help = \"x.\", live = true) boolean told) {}"
                                + "@dev.steno.command.Command(name = \"failing.do\", help = \"x.\") public void act() {}")
                .write(folder.resolve("failing.jar"));
        AddonJar.registering("Good", "r.on(Hook.RESPONSE, Phase.SEAL, (f, c) -> Verdict.pass());")
                .write(folder.resolve("good.jar"));
        Options options = new Options();
        Commands commands = new Commands();

        try (AddonFolder addons = AddonFolder.load(folder);
                AddonRuntime runtime = runtime(addons, options, commands)) {
            assertThat(addons.problems())
                    .containsExactly("addon Failing of " + folder.resolve("failing.jar")
                            + " does not run: it failed with java.lang.Error: no key: report this to its"
                            + " author, or remove the jar");
            assertThat(runtime.hooks().isEmpty(dev.steno.addon.Hook.REQUEST_HEAD))
                    .isTrue();
            assertThat(runtime.hooks().isEmpty(dev.steno.addon.Hook.REQUEST)).isTrue();
            assertThat(runtime.hooks().isEmpty(dev.steno.addon.Hook.RESPONSE)).isFalse();
            assertThat(runtime.facts().isRecorded()).isFalse();
            assertThat(commands.all()).isEmpty();
            options.set("told", "true"); // its listener would refuse this
        }
    }

    @Test
    void theOptionsOfAnAddonAreThereBeforeItsStartAndItsCommandsAfterIt() throws IOException {
        AddonJar.of(
                        "Telling",
                        "public record Told(@dev.steno.option.Opt(help = \"A word.\", defaultValue = \"x\") String word) {}"
                                + "private Told told;"
                                + "@Override public List<Class<? extends Record>> options() { return List.of(Told.class); }"
                                + "@Override public void register(Registrar r) {"
                                + "told = r.options(Told.class, (a, b) -> told = b); r.commands(this); }"
                                + "@dev.steno.command.Command(name = \"telling.word\", help = \"Tells the word.\")"
                                + "public String word() { return told.word(); }")
                .write(folder.resolve("telling.jar"));
        Options options = new Options();
        Commands commands = new Commands();

        try (AddonFolder addons = AddonFolder.load(folder)) {
            addons.declare(options);
            options.apply(Map.of(OptionSource.COMMAND_LINE, Map.of("word", "given")));
            try (AddonRuntime runtime = runtime(addons, options, commands)) {
                assertThat(runtime.hooks().failures()).isZero();
                assertThat(commands.all()).extracting(CommandSpec::name).containsExactly("telling.word");
                assertThat(commands.call("telling.word", java.util.List.of()).text())
                        .isEqualTo("given");
            }
        }
    }

    @Test
    void anAddonWhoseOptionHasATakenNameIsRefused() throws IOException {
        AddonJar.of(
                        "Taking",
                        "public record Taken(@dev.steno.option.Opt(help = \"x.\") String name) {}"
                                + "@Override public List<Class<? extends Record>> options() { return List.of(Taken.class); }"
                                + "@Override public void register(Registrar r) {}")
                .write(folder.resolve("taking.jar"));
        Options options = new Options();
        options.register(Names.class);

        try (AddonFolder addons = AddonFolder.load(folder)) {
            addons.declare(options);
            assertThat(addons.guests()).isEmpty();
            assertThat(addons.problems())
                    .hasSize(1)
                    .allMatch(line -> line.contains("its options cannot be declared: "));
        }
    }

    private record Names(
            @dev.steno.option.Opt(help = "A name.") String name) {}

    @Test
    void anAddonIsStoppedOnceWithTheProxy() throws IOException {
        Path trace = folder.resolve("trace");
        String write = "try { java.nio.file.Files.writeString(java.nio.file.Path.of(\"" + trace
                + "\"), name() + \" \", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND); }"
                + " catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }";
        for (String name : java.util.List.of("One", "Two")) {
            AddonJar.of(
                            name,
                            "@Override public void register(Registrar r) {} @Override public void stop() { " + write
                                    + " throw new IllegalStateException(); }")
                    .write(folder.resolve(name + ".jar"));
        }

        try (AddonFolder addons = AddonFolder.load(folder)) {
            AddonRuntime runtime = runtime(addons, new Options(), new Commands());
            runtime.close();
            runtime.close();
        }
        assertThat(Files.readString(trace)).isEqualTo("Two One ");
    }
}
