package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Chooses the output format of a subcommand that lists flows. */
public final class FlowWriters {
    private FlowWriters() {}

    /** Adds the option that chooses the format, and a footer on the default. */
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

    /**
     * Returns the writer that the call asks for: by default a table on a terminal and tab-separated values otherwise.
     */
    public static FlowWriter of(ParseResult call, Console console) {
        if (call.hasMatchedOption("--json")) {
            return new FlowJson(console.out());
        }
        return console.isTerminal()
                ? new FlowTextTable(console.out(), console.width(), console.colour())
                : new FlowTsv(console.out());
    }
}
