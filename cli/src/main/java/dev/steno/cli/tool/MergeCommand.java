package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionMerge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno merge}: merges sessions into a new one. */
public final class MergeCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Merge sessions into a new one.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("SESSION")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1..*")
                .required(true)
                .description("Session files that are not being recorded.")
                .build());
        spec.addOption(OptionSpec.builder("-o", "--output")
                .paramLabel("FILE")
                .type(Path.class)
                .required(true)
                .description("The file to write.")
                .build());
        spec.addOption(OptionSpec.builder(SaveCommand.FORCE)
                .description("Replaces an existing session.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Flows are renumbered in the order of their start; if two started at the same time, the one from "
                                + "the session named first comes first. If sessions keep different values of an option, that of "
                                + "the session named first is kept.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        List<Path> from = call.matchedPositionalValue(0, List.<Path>of());
        Path to = call.matchedOptionValue("--output", Path.of(""));
        SessionCopy.Saved saved;
        try (ProgressLine work = new ProgressLine(console)) {
            saved = SessionMerge.merge(
                    from, to, "steno " + Version.number(), call.hasMatchedOption(SaveCommand.FORCE), work);
        }
        console.out().println(SaveCommand.said(saved));
        return ExitCode.OK;
    }
}
