package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.filter.Filter;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno rm}: removes flows from a session. */
public final class RmCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Remove flows from a session.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec, "A session file that is not being recorded.");
        spec.addOption(OptionSpec.builder("-f", "--filter")
                .paramLabel("FILTER")
                .type(String.class)
                .required(true)
                .description("The flows to remove, e.g. '~d tracker.test'; '~all' for all of them.")
                .build());
        spec.addOption(OptionSpec.builder("-y", "--yes")
                .description("Does not ask for confirmation. Required if standard output is not a terminal.")
                .build());
        spec.addOption(OptionSpec.builder("--dry-run")
                .description("Prints how many flows match, and removes none.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Removed flows cannot be restored. Later recordings reuse their space; steno compact shrinks the "
                                + "file.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        Path file = Sessions.file(call, console);
        boolean dry = call.hasMatchedOption("--dry-run");
        if (!dry && !call.hasMatchedOption("--yes") && !console.isTerminal()) {
            throw Failure.usage(
                    "rm cannot ask for confirmation, since standard output is not a terminal: give --yes or --dry-run");
        }
        try (ProgressLine work = new ProgressLine(console);
                SessionTrim trim = SessionTrim.open(file, work)) {
            SessionTrim.Found found = trim.find(filter);
            work.hide();
            String which = Quantity.count(found.count(), "flow") + " of " + found.of();
            if (dry) {
                console.out().println(which + " would be removed from " + file);
                return ExitCode.OK;
            }
            if (found.count() > 0
                    && !call.hasMatchedOption("--yes")
                    && !console.confirm("Remove " + which + " from " + file + "?")) {
                console.say("nothing was removed");
                return ExitCode.FAILURE;
            }
            trim.remove(found);
            work.hide();
            console.out().println(which + " removed from " + file);
        }
        return ExitCode.OK;
    }
}
