package dev.steno.mcp.tool;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what differs between two flows, or two selections of flows. */
final class DiffTool implements McpTool {
    /** Chars of a value. */
    private static final int VALUE = 400;

    private final McpRecord record;

    DiffTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "diff",
                "Compare flows",
                "Shows what differs between two flows (a, b): request line, query, header fields, bodies (JSON by its paths),"
                        + " outcome. Or between two selections (left, right), whose flows are paired by what they ask for.",
                ToolParameter.flow("a", "number of the first flow"),
                ToolParameter.flow("b", "number of the second flow"),
                ToolParameter.text("left", "filter of the flows before, such as 'id < 100'"),
                ToolParameter.text("right", "filter of the flows after, such as 'id >= 100'"),
                ToolParameter.number("skip", "differences to leave out at the beginning", 0, Integer.MAX_VALUE));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        long skip = arguments.number("skip", 0, 0, Integer.MAX_VALUE);
        if (arguments.isGiven("left")
                && arguments.isGiven("right")
                && !arguments.isGiven("a")
                && !arguments.isGiven("b")) {
            new SelectionDiff(to, skip, cancelled).write(record, arguments.filter("left"), arguments.filter("right"));
        } else if (arguments.isGiven("a")
                && arguments.isGiven("b")
                && !arguments.isGiven("left")
                && !arguments.isGiven("right")) {
            compare(arguments, skip, to);
        } else {
            throw new ToolFailure("give a and b, two numbers of flows, or left and right, two filters");
        }
    }

    private void compare(ToolArguments arguments, long skip, FencedAnswer to) throws ToolFailure, IOException {
        Flow a = FlowReading.read(record, arguments.flow("a"));
        Flow b = FlowReading.read(record, arguments.flow("b"));
        long at = 0;
        long shown = 0;
        boolean full = false;
        for (ComparedPart part : FlowComparison.compare(record.reader(), List.of(a, b))) {
            for (ComparedRow row : part.rows()) {
                if (!row.same() && at++ >= skip && !full) {
                    full = !to.add(line(part, row));
                    shown += full ? 0 : 1;
                }
            }
        }
        to.say("Flow " + FlowNumber.print(a.id()) + " (a) and flow " + FlowNumber.print(b.id()) + " (b) differ in " + at
                + " values" + (shown == at ? ":" : "; " + shown + " of them from " + skip + " on:"));
        if (full) {
            to.hint("More: the same call with skip " + (skip + shown));
        }
    }

    private static String line(ComparedPart part, ComparedRow row) {
        return part.name() + ", " + VisibleText.line(row.key(), 200) + "\n  a: "
                + value(row.values().get(0)) + "\n  b: " + value(row.values().get(1));
    }

    private static String value(@Nullable String value) {
        return value == null ? "(none)" : VisibleText.line(value, VALUE);
    }
}
