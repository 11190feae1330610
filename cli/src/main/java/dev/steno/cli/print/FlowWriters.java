package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The format in which a subcommand lists flows. */
public final class FlowWriters {
    private FlowWriters() {}

    /** Adds the option that says it, and ends the help with what is the case without it. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--json")
                .description(
                        "One JSON object per line, with the keys id, kind, method, url, status, type, request_size, "
                                + "response_size (bytes), started (UTC), duration (milliseconds), state, error and error_step.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal, a table; in a pipe, one line per flow with tab-separated columns:",
                        FlowTsv.COLUMNS.replace(" ", ", ") + ".");
    }

    /** The one that is asked for, or that suits the place. */
    public static FlowWriter of(ParseResult call, Console console) {
        if (call.hasMatchedOption("--json")) {
            return new FlowJson(console.out());
        }
        return console.isTerminal()
                ? new FlowTextTable(console.out(), console.width(), console.colour())
                : new FlowTsv(console.out());
    }
}
