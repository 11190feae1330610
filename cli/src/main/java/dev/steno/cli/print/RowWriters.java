package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Chooses the output format of the rows of a query. Stateless. */
public final class RowWriters {
    private RowWriters() {}

    /** Adds the options that choose the format, and a footer on the default. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--json")
                .description("One JSON object per line, with the columns as keys.")
                .build());
        spec.addOption(OptionSpec.builder("--csv")
                .description("Comma-separated values (RFC 4180), with the names of the columns in the first line.")
                .build());
        spec.addOption(OptionSpec.builder("--table")
                .description("A table, in a pipe as well; as wide as COLUMNS says.")
                .build());
        spec.addOption(OptionSpec.builder("--header")
                .description("In a pipe, the names of the columns in a first line.")
                .build());
    }

    /** The format that the call asks for; the caller ends it. */
    public static RowWriter of(ParseResult call, Console console) {
        if (call.hasMatchedOption("--json")) {
            return new RowJson(console.out());
        }
        if (call.hasMatchedOption("--csv")) {
            return new RowCsv(console.out());
        }
        return console.isTerminal() || call.hasMatchedOption("--table")
                ? new RowTable(console.out(), console.width(), console.colour())
                : new RowTsv(console.out(), call.hasMatchedOption("--header"));
    }
}
