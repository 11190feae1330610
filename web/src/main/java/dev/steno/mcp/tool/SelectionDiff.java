package dev.steno.mcp.tool;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.diff.SessionDiff;
import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import dev.steno.text.FlowSummary;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two selections of the session: pairs that changed, flows that are missing or new. For one call. */
final class SelectionDiff implements FlowDifference.Sink, Progress {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(60);

    private final FencedAnswer to;
    private final long skip;
    private final Cancellation cancelled;
    private final long begun = System.nanoTime();
    private String step = "";
    private long done;
    private long latest;
    private long seen;
    private long shown;
    private boolean full;
    private @Nullable FlowDifference changed;

    /** @param skip differences to leave out at the beginning */
    SelectionDiff(FencedAnswer to, long skip, Cancellation cancelled) {
        this.to = to;
        this.skip = skip;
        this.cancelled = cancelled;
    }

    void write(McpRecord record, Filter left, Filter right) throws ToolFailure, IOException {
        DiffSummary summary;
        try {
            summary = SessionDiff.compare(
                    new DiffSide(record.file(), record.reader(), left),
                    new DiffSide(record.file(), record.reader(), right),
                    ComparisonRules.differences(Ignored.of(UsualNoise.RULES)),
                    this,
                    this);
        } catch (WorkStopped e) {
            throw new ToolFailure("the comparison takes longer than " + TimeUnit.NANOSECONDS.toSeconds(NANOS)
                    + " s: narrow left and right by filters");
        }
        to.say(Quantity.count(summary.left(), "flow") + " on the left, " + summary.right() + " on the right: "
                + summary.same() + " pairs are the same, " + summary.changed() + " changed (~), " + summary.removed()
                + " are only on the left (-), " + summary.added()
                + " only on the right (+). Dates and ids that change with"
                + " every request are ignored."
                + (summary.damaged() == 0
                        ? ""
                        : " " + summary.damaged() + " flows or pairs were not compared, since they are damaged."));
        if (full) {
            to.hint("More: the same call with skip " + (skip + shown));
        }
        FlowDifference one = changed;
        if (one != null && one.left() != null && one.right() != null) {
            to.hint("One pair in detail: diff {\"a\":"
                    + FlowIdJson.text(one.left().id()) + ",\"b\":"
                    + FlowIdJson.text(one.right().id()) + "}");
        }
    }

    @Override
    public void accept(FlowDifference difference) {
        if (seen++ < skip || full) {
            return;
        }
        full = !to.add(line(difference));
        shown += full ? 0 : 1;
        if (changed == null && difference.kind() == FlowDifference.Kind.CHANGED) {
            changed = difference;
        }
    }

    private static String line(FlowDifference difference) {
        FlowSummary flow = FlowSummary.of(difference.flow());
        Flow left = difference.left();
        Flow right = difference.right();
        String ids = (left == null ? "" : "#" + FlowNumber.print(left.id()))
                + (left != null && right != null ? " " : "")
                + (right == null ? "" : "#" + FlowNumber.print(right.id()));
        String parts = difference.parts().stream()
                .filter(ComparedPart::differs)
                .map(ComparedPart::name)
                .collect(Collectors.joining(", "));
        return difference.kind().sign() + " " + ids + "\t"
                + VisibleText.line((flow.method() == null ? "" : flow.method() + " ") + flow.url(), 200)
                + (parts.isEmpty() ? "" : "\t" + parts);
    }

    @Override
    public void beginStep(String next, String unit, long total) {
        done += latest; // of the steps before: the number that the client is told only grows
        latest = 0;
        step = next;
    }

    @Override
    public void at(long now) {
        cancelled.progressed(done + now, 0, step);
        latest = now;
    }

    @Override
    public boolean isStopped() {
        return cancelled.getAsBoolean() || System.nanoTime() - begun > NANOS;
    }
}
