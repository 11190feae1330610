package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.filter.Filter;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno save}: copies a session, or some of its flows, to a new file. */
public final class SaveCommand extends ParsedSubcommand {
    static final String FORCE = "--force";

    @Override
    public String summary() {
        return "Save a session, or some of its flows, to a new file.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("FILE")
                .type(Path.class)
                .required(true)
                .description("The file to save to.")
                .build());
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match, with their bodies, messages and certificates.")
                .build());
        spec.addOption(OptionSpec.builder(FORCE)
                .description("Replaces an existing session.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Flows keep their numbers. The new file has no unused space. A session that is being recorded is "
                                + "saved up to its latest flow; open flows are marked interrupted in the copy.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        Path from = call.matchedPositionalValue(0, Path.of(""));
        Path to = call.matchedPositionalValue(1, Path.of(""));
        SessionCopy.Saved saved;
        try (ProgressLine work = new ProgressLine(console)) {
            saved = SessionCopy.save(from, to, filter, call.hasMatchedOption(FORCE), work);
        }
        console.out().println(said(saved));
        return ExitCode.OK;
    }

    static String said(SessionCopy.Saved saved) {
        return "saved " + Quantity.count(saved.flows(), "flow") + " to " + saved.file() + " ("
                + Quantity.bytes(saved.bytes()) + ")";
    }
}
