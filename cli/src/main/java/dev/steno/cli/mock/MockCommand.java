package dev.steno.cli.mock;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.exchange.ImportFolder;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.SessionImport;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.ImportSource;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.DatabaseHeader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code steno mock SESSION}: answers requests from a recorded session, by default without any server. */
public final class MockCommand implements Subcommand {
    @Override
    public String summary() {
        return "Answer requests from a recorded session, without servers.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(Path.class)
                .arity("1")
                .description("The recorded session, or a file that steno import reads.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("FILTER")
                .type(String.class)
                .arity("0..1")
                .description("Only flows that match this filter answer.")
                .build());
        Options options = ProductOptions.declared();
        new TreeMap<>(MockArguments.SHORT)
                .forEach((flag, option) -> describe(spec, flag, options.require(option.substring(2))));
        spec.addOption(
                flag("--reverse", "URL", "A server for programs that know no proxy: its URL in the session.", "1"));
        spec.usageMessage()
                .customSynopsis("steno mock SESSION [FILTER] [OPTIONS]")
                .footer(
                        "",
                        "A proxy whose answers come from the session: each recorded response to equal requests once, in "
                                + "order, then the last one again. A request that was not recorded gets 404 with the closest "
                                + "recorded ones and what differs. No name is looked up, and no server is connected to. What "
                                + "it answers is recorded as steno run records it; with --mode once, new and record, forwarded "
                                + "flows are added to SESSION. All options of steno run can be given.");
    }

    private static void describe(CommandSpec spec, String flag, OptionSpec option) {
        Map<String, String> own = Map.of("--mode", "strict", "--repeat", "last", "--extra", "404");
        String usual = own.getOrDefault(flag, option.defaultText());
        String help = option.help()
                .replace(", while --server-replay is set", "")
                .replace(" while --server-replay is set", "");
        String suffix = usual.isEmpty() || usual.equals("false") ? "" : " Default: " + usual + ".";
        boolean isSwitch = option.type().name().equals("boolean");
        String arity = !isSwitch ? "1" : usual.equals("true") ? "1" : "0";
        spec.addOption(flag(flag, isSwitch ? "on|off" : option.metavar(), (help + suffix).replace("%", "%%"), arity));
    }

    private static picocli.CommandLine.Model.OptionSpec flag(
            String name, String label, String description, String arity) {
        return picocli.CommandLine.Model.OptionSpec.builder(name)
                .paramLabel(label)
                .type(arity.equals("0") ? boolean.class : label.equals("FILE") ? Path.class : String.class)
                .arity(arity)
                .description(description)
                .build();
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        try {
            return answer(args, console);
        } catch (OptionException | Failure e) {
            String told = String.valueOf(e.getMessage());
            String named = MockArguments.inShortNames(told);
            if (named.equals(told)) {
                throw e;
            }
            throw Failure.withCode(e instanceof Failure failure ? failure.exitCode() : ExitCode.USAGE, named);
        }
    }

    private static int answer(List<String> args, Console console) throws IOException {
        MockArguments arguments = MockArguments.of(args, ProductOptions.declared());
        Path file = arguments.session();
        if (!Files.exists(file) && arguments.records()) {
            return new RunCommand().run(arguments.forRun(file), console);
        }
        if (Files.isRegularFile(file) && !DatabaseHeader.begins(file)) {
            if (arguments.records()) {
                throw Failure.usage(
                        file + " is no session of Steno, so nothing can be added to it: import it first with "
                                + "steno import " + file + " -o SESSION");
            }
            try (ImportFolder folder = ImportFolder.create()) {
                return answer(imported(file, folder, console), arguments, console);
            }
        }
        return answer(file, arguments, console);
    }

    private static int answer(Path file, MockArguments arguments, Console console) throws IOException {
        String source;
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            source = "answers come from " + file + ", which has flows up to " + reader.lastFlow() + " (--mode "
                    + MockArguments.label(arguments.mode()) + ")";
        }
        return new RunCommand(() -> console.say(source)).run(arguments.forRun(file), console);
    }

    private static Path imported(Path file, ImportFolder folder, Console console) throws IOException {
        Path session = folder.session();
        try (OfflineRecorder recorder = OfflineRecorder.open(session, false, "steno " + Version.number());
                ProgressLine work = new ProgressLine(console);
                ImportSource source = ImportSource.file(file, ImportLimits.USUAL)) {
            work.beginStep("reading " + source.name(), "bytes", source.size());
            SessionImport.Imported done = SessionImport.run(source, null, recorder.session(), ImportOptions.NONE, work);
            recorder.finish();
            console.say("read " + Quantity.count(done.flows(), "flow") + " of " + done.file());
        }
        return session;
    }
}
