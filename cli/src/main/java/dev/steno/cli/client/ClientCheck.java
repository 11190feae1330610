package dev.steno.cli.client;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.builtin.CaPage;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.Options;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets each installed program make one HTTPS request to Steno's own page, through a proxy that records nothing. A
 * program works if its request arrived decrypted, whatever its exit code. For the main thread.
 */
final class ClientCheck {
    private static final int SECONDS = 30;

    private final Map<String, String> environment;
    private final Path folder;
    private final Set<String> seen;

    private ClientCheck(Map<String, String> environment, Path folder, Set<String> seen) {
        this.environment = environment;
        this.folder = folder;
        this.seen = seen;
    }

    /**
     * Prints the table.
     *
     * @return 1 if a program that is installed does not work
     */
    static int run(Options configured, Map<String, String> environment, Console console) throws IOException {
        EmbeddedProxy.Setup setup = EmbeddedProxy.setUp(
                List.of(
                        "--session",
                        "none",
                        "--home",
                        EmbeddedProxy.home(configured).toString()),
                environment,
                "steno env --check",
                EmbeddedProxy.Web.OFF,
                word -> {});
        Options options = setup.options();
        Map<String, String> user = ClientEnvironment.userOwn(environment);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Addon watch = registrar -> registrar.on(Hook.REQUEST_HEAD, Phase.ROUTE, (flow, context) -> {
            if (flow.request().scheme().equals("https") && flow.request().host().equals(CaPage.HOST)) {
                seen.add(flow.request().path().split("[/?]", 3)[1]);
            }
            return Verdict.pass();
        });
        Path folder = Files.createTempDirectory("steno-check");
        String userInfo = ClientEnvironment.userInfo(options);
        try (EmbeddedProxy proxy = EmbeddedProxy.start(setup, console, List.of(watch))) {
            ClientFiles files = ClientFiles.prepare(EmbeddedProxy.home(options), proxy.authority(), user);
            Map<String, String> inherited = new TreeMap<>(user);
            inherited.putAll(
                    ClientEnvironment.variables(ClientEnvironment.rows(proxy.address(), userInfo, files, user), user));
            return new ClientCheck(inherited, folder, seen).printTable(console);
        } finally {
            Trees.remove(folder);
        }
    }

    private int printTable(Console console) throws IOException {
        Files.writeString(folder.resolve(ClientProbe.JAVA_FILE), ClientProbe.javaSource());
        int code = ExitCode.OK;
        for (ClientProbe probe : ClientProbe.all()) {
            Optional<Path> program = Executables.find(probe.program(), environment);
            String result;
            if (program.isEmpty() || !isInstalled(program.get(), probe)) {
                result = "not installed";
            } else {
                result = result(program.get(), probe);
                code = result.startsWith("works") ? code : ExitCode.FAILURE;
            }
            console.out().println(String.format("%-16s %s", probe.name(), result));
            console.flush();
        }
        return code;
    }

    private boolean isInstalled(Path program, ClientProbe probe) throws IOException {
        return probe.installed().isEmpty() || call(program, probe.installed()).equals("exit code 0");
    }

    private String result(Path program, ClientProbe probe) throws IOException {
        String id = "probe-" + probe.name().replace(' ', '-');
        List<String> arguments = probe.arguments().stream()
                .map(word -> word.equals(ClientProbe.URL) ? "https://" + CaPage.HOST + "/" + id : word)
                .map(word -> word.equals(ClientProbe.JAVA_FILE)
                        ? folder.resolve(word).toString()
                        : word)
                .toList();
        String outcome = call(program, arguments);
        return seen.contains(id) ? "works" : "does not work: " + outcome;
    }

    /** Runs a program; returns its exit code, with the last line that it printed if it failed. */
    private String call(Path program, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(arguments);
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no end within " + SECONDS + " s";
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        if (process.exitValue() == 0) {
            return "exit code 0";
        }
        String last = Files.readString(output, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line);
        return "exit code " + process.exitValue() + (last.isEmpty() ? "" : ", " + last.strip());
    }
}
