package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import dev.steno.flow.Flow;
import dev.steno.flow.Times;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.text.ListLayout;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Chooses the output format of a subcommand that lists flows. Stateless. */
public final class FlowWriters {
    private FlowWriters() {}

    /** Adds the option that chooses the format, and a footer on the default. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--json")
                .description("One JSON object per line, with the keys " + keys() + ".")
                .build());
        spec.addOption(OptionSpec.builder("--table")
                .description("A table, in a pipe as well; as wide as COLUMNS says.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "On a terminal, a table, in which ✗ marks a flow that failed and … one that is open; in a pipe, one line per flow with tab-separated columns:",
                        FlowTsv.COLUMNS.replace(" ", ", ") + ".");
    }

    private static String keys() {
        List<String> keys = Stream.concat(
                        FlowColumns.SHOWN.stream().map(FlowWriters::key),
                        Stream.of("unread (true or false)", "held", "recorder (of a shared store; null in a file)"))
                .toList();
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
    public static FlowWriter of(ParseResult call, Console console, SessionReader reader) throws SessionException {
        return isTable(call, console)
                ? table(console, hasOlderFlows(reader), !reader.isInNumberOrder())
                : lines(call, console);
    }

    /** Returns a writer of complete flows in JSON without their bodies; each is read by the number of its row. */
    public static FlowWriter whole(Console console, SessionReader reader) {
        FlowJsonLines json = new FlowJsonLines(console.out());
        return new FlowWriter() {
            @Override
            public void write(FlowRow row) {
                try {
                    Optional<Flow> flow = reader.flow(row.id());
                    if (flow.isPresent()) {
                        json.write(flow.get(), reader.edits(row.id()), null);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void writeEnd() {
                json.writeEnd();
            }
        };
    }

    /**
     * Like {@link #of}, for flows that end from now on; a table shows their times without the date.
     *
     * @param shared whether they are of a store that several recorders share
     */
    public static FlowWriter ofToday(ParseResult call, Console console, boolean shared) {
        return isTable(call, console) ? table(console, false, shared) : lines(call, console);
    }

    private static boolean isTable(ParseResult call, Console console) {
        return !call.hasMatchedOption("--json") && (console.isTerminal() || call.hasMatchedOption("--table"));
    }

    private static FlowWriter table(Console console, boolean dates, boolean shared) {
        return new FlowTextTable(console.out(), new ListLayout(console.width(), console.colour(), dates, shared));
    }

    private static FlowWriter lines(ParseResult call, Console console) {
        return call.hasMatchedOption("--json") ? new FlowJsonLines(console.out()) : new FlowTsv(console.out());
    }

    /** Returns whether a flow began on another day than today. */
    private static boolean hasOlderFlows(SessionReader reader) throws SessionException {
        return !Timestamps.isToday(started(reader, false)) || !Timestamps.isToday(started(reader, true));
    }

    /** Returns when the first or last flow began; now if there is none. */
    private static long started(SessionReader reader, boolean last) throws SessionException {
        List<FlowRow> rows = reader.rows(Place.START, 1, last);
        return rows.isEmpty() ? Times.now() : rows.get(0).started();
    }
}
