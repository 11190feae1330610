package dev.steno.cli.diff;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.DifferenceJson;
import dev.steno.diff.FlowDifference;
import dev.steno.json.Json;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Differences for programs, an object a line. For one thread. */
final class DiffJson implements DiffOutput {
    private final Console console;
    private final DiffOptions options;
    private final long limit;
    private long written;

    DiffJson(Console console, DiffOptions options) {
        this.console = console;
        this.options = options;
        this.limit = options.limit() < 0 ? Long.MAX_VALUE : options.limit();
    }

    private void line(Consumer<DifferenceJson> content) {
        JsonGenerator json = Json.ascii(console.out());
        content.accept(new DifferenceJson(json));
        json.close();
        console.out().print('\n');
    }

    @Override
    public void writeHead(List<DiffOptions.Side> sides) {
        line(json -> json.writeHead(name(sides.get(0)), name(sides.get(1)), options.ignored()));
    }

    private static DifferenceJson.SideName name(DiffOptions.Side side) {
        return new DifferenceJson.SideName(side.name(), side.text());
    }

    @Override
    public void write(FlowDifference difference) throws StandardOut.Gone {
        if (written++ < limit) {
            line(json -> json.write(difference));
            console.flushWhileRead();
        }
    }

    @Override
    public void writeEnd(DiffSummary summary) {
        line(json -> json.writeSummary(summary));
    }

    @Override
    public void close() {}
}
