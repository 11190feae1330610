package dev.steno.cli.client;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.option.Settings;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Endpoint;
import dev.steno.option.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno env}: prints the variables that make the programs of a shell use a running proxy. */
public final class EnvCommand extends ParsedSubcommand {
    private static final int PROBE_MILLIS = 500;

    @Override
    public String summary() {
        return "Print variables that make a shell's programs use the proxy, or check which programs work.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(text("--shell", ShellSyntax.labels(), "The syntax to print; that of SHELL by default."));
        spec.addOption(OptionSpec.builder("--unset")
                .description("Prints what undoes an earlier steno env: variables get their former values back.")
                .build());
        spec.addOption(OptionSpec.builder("--check")
                .description(
                        "Starts a proxy of its own, lets each program that is installed make one request with these "
                                + "variables, and prints a table of which were recorded; exit code 1 if one was not.")
                .build());
        spec.addOption(text(
                "-l, --listen, --proxy",
                "[HOST:]PORT",
                "The address of the proxy, as in steno run; 127.0.0.1:8080 by default."));
        spec.addOption(text("--home", "DIR", "Steno's home folder; ~/.steno by default."));
    }

    private static OptionSpec text(String names, String label, String description) {
        return OptionSpec.builder(names.split(", "))
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Map<String, String> environment = System.getenv();
        Options options = options(call, environment);
        if (call.hasMatchedOption("--check")) {
            return ClientCheck.run(options, environment, console);
        }
        ShellSyntax shell = shell(call.matchedOptionValue("--shell", ""), environment);
        if (call.hasMatchedOption("--unset")) {
            undo(shell, environment, console);
            return ExitCode.OK;
        }
        Endpoint proxy = EmbeddedProxy.address(options);
        Map<String, String> user = ClientEnvironment.userOwn(environment);
        ClientFiles files = ClientFiles.prepare(EmbeddedProxy.home(options), Settings.openCa(options), user);
        ClientEnvironment.variables(ClientEnvironment.rows(proxy, userInfo(options, console), files, user), user)
                .forEach((name, value) -> console.out().println(shell.set(name, value)));
        if (!listens(proxy)) {
            console.say("nothing listens on " + proxy + " yet: start Steno there, or name its address with --listen");
        }
        return ExitCode.OK;
    }

    private static String userInfo(Options options, Console console) {
        return EmbeddedProxy.userInfo(options).orElseGet(() -> {
            console.say("the proxy asks for a password that steno env does not know (proxy-auth): put user:password@ "
                    + "before its address in the variables");
            return "";
        });
    }

    private static Options options(ParseResult call, Map<String, String> environment) {
        Map<String, String> given = new TreeMap<>();
        for (String name : List.of("listen", "home")) {
            String value = call.matchedOptionValue("--" + name, "");
            if (!value.isEmpty()) {
                given.put(name, value);
            }
        }
        Options options = ProductOptions.declared();
        ProductOptions.load(options, given, environment);
        return options;
    }

    private static ShellSyntax shell(String name, Map<String, String> environment) {
        return name.isEmpty()
                ? ShellSyntax.of(environment)
                : ShellSyntax.named(name)
                        .orElseThrow(() ->
                                Failure.usage("unknown shell \"" + name + "\"; use one of " + ShellSyntax.labels()));
    }

    private static void undo(ShellSyntax shell, Map<String, String> environment, Console console) {
        Map<String, String> user = ClientEnvironment.userOwn(environment);
        Map<String, String> lines = new LinkedHashMap<>();
        // the launcher has undone some of the variables for this process, though not for the shell
        Set<String> changed = new TreeSet<>(ClientEnvironment.setIn(environment));
        environment.forEach((name, value) -> {
            if (!value.equals(user.get(name))) {
                changed.add(name);
            }
        });
        for (String name : changed) {
            String before = user.get(name);
            lines.put(name, before == null ? shell.unset(name) : shell.set(name, before));
        }
        lines.values().forEach(console.out()::println);
        if (lines.isEmpty()) {
            console.say("nothing to undo: steno env set no variable in this shell");
        }
    }

    private static boolean listens(Endpoint proxy) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(proxy.host(), proxy.port()), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
