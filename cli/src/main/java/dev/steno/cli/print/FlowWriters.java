package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Chooses the output format of a subcommand that lists flows. */
public final class FlowWriters {
    private FlowWriters() {}

    /** Adds the option that chooses the format, and a footer on the default. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--json")
                .description("One JSON object per line, with the keys " + keys() + ".")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal, a table; in a pipe, one line per flow with tab-separated columns:",
                        FlowTsv.COLUMNS.replace(" ", ", ") + ".");
    }

    private static String keys() {
        List<String> keys = FlowColumns.SHOWN.stream().map(FlowWriters::key).toList();
        int last = keys.size() - 1;
        return String.join(", ", keys.subList(0, last)) + " and " + keys.get(last);
    }

    private static String key(FlowColumn column) {
        if (!(column instanceof FlowColumn.Number number)) {
            return column.name();
        }
        return switch (number.unit()) {
            case COUNT -> column.name();
            case TIME -> column.name() + " (UTC)";
            case DURATION -> column.name() + " (milliseconds)";
            case BYTES -> column.name() + " (bytes)";
        };
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
