package dev.steno.cli.tool;

import dev.steno.addon.ApiVersion;
import dev.steno.addon.jar.AddonFolder;
import dev.steno.addon.jar.InstalledAddon;
import dev.steno.cli.addon.AddonOptions;
import dev.steno.cli.assembly.AddonStart;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.Options;
import dev.steno.text.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno addons}: lists the addons that a start would load. */
public final class AddonsCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "List the addons in jars, with their versions and why one does not run.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(folder("--home", "Steno's home folder; ~/.steno by default."));
        spec.addOption(folder("--addons", "The folder of the jars; by default addons in the home folder."));
        spec.addOption(OptionSpec.builder("--addon")
                .paramLabel("FILE.jar")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .description("A jar besides; can be given several times.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Loads the addons as the next start would. In a pipe, one line per addon with tab-separated name, "
                                + "version, API version, state, jar and problem. The built-in addons, and failures since the "
                                + "start of a running Steno: steno call addons.list. Exit codes: 0, or 1 if an addon does not "
                                + "run.");
    }

    private static OptionSpec folder(String name, String help) {
        return OptionSpec.builder(name)
                .paramLabel("DIR")
                .type(Path.class)
                .description(help)
                .build();
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        List<String> flags = new ArrayList<>();
        for (String name : List.of("--home", "--addons")) {
            Path folder = call.matchedOptionValue(name, null);
            if (folder != null) {
                flags.add(name + "=" + folder);
            }
        }
        List<Path> jars = call.matchedOptionValue("--addon", List.of());
        jars.forEach(jar -> flags.add("--addon=" + jar));
        int code = ExitCode.OK;
        Options options = ProductOptions.declared();
        try (AddonFolder addons = AddonStart.look(options, flags, System.getenv())) {
            for (InstalledAddon addon : addons.addons()) {
                print(console.out(), addon, console.isTerminal());
                code = addon.isLoaded() ? code : ExitCode.FAILURE;
            }
            if (addons.addons().isEmpty()) {
                console.say(none(options));
            }
        }
        return code;
    }

    private static String none(Options options) {
        if (options.get(AddonOptions.class).off()) {
            return "no addon is loaded, since the option addons is off";
        }
        Path folder = AddonStart.named(options);
        return "no addon is installed: "
                + (Files.isDirectory(folder) ? folder + " has no file *.jar" : "there is no folder " + folder)
                + "; copy the jar of an addon there";
    }

    private static void print(PrintStream out, InstalledAddon addon, boolean laidOut) {
        String api = addon.api().map(ApiVersion::toString).orElse("");
        String problem = Printable.line(Objects.requireNonNullElse(addon.problem(), ""));
        String state = addon.isLoaded() ? "loaded" : "refused";
        String jar = Printable.line(addon.jar().toString());
        if (!laidOut) {
            out.print(String.join(
                            "\t",
                            Printable.line(addon.name()),
                            Printable.line(addon.version()),
                            api,
                            state,
                            jar,
                            problem)
                    + "\n");
            return;
        }
        out.print(Printable.line((addon.name() + " " + addon.version()).strip()) + "  " + state
                + (api.isEmpty() ? "" : ", API " + api) + ", " + jar + "\n");
        if (!problem.isEmpty()) {
            out.print("    " + problem + "\n");
        }
    }
}
