package dev.steno.cli.diff;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Differences for people, of each flow the first ones. For one thread. */
final class DiffText implements DiffOutput {
    private static final int ROWS = 20;
    private static final int NARROWEST = 40;

    private final Console console;
    private final PrintStream out;
    private final DiffOptions options;
    private final long limit;
    private final int width;
    private long shown;

    DiffText(Console console, DiffOptions options) {
        this.console = console;
        this.out = console.out();
        this.options = options;
        this.limit = options.limit() < 0 ? DiffOptions.SHOWN : options.limit();
        this.width = Math.max(NARROWEST, console.width());
    }

    private String paint(Colour colour, String text) {
        return colour.paint(Printable.line(text), console.colour());
    }

    @Override
    public void writeHead(List<DiffOptions.Side> sides) {
        String signs = "-+";
        for (int i = 0; i < sides.size(); i++) {
            DiffOptions.Side side = sides.get(i);
            out.println(paint(
                    i == 0 ? Colour.RED : Colour.GREEN,
                    signs.charAt(i) + " " + side.name() + (side.text().isEmpty() ? "" : "  " + side.text())));
        }
        out.println(paint(
                Colour.DIM,
                options.ignored().isEmpty()
                        ? "nothing is ignored"
                        : "ignored by " + Quantity.count(options.ignored().size(), "rule")
                                + ", such as Date and request ids; --show-ignored lists them"));
        out.println();
    }

    @Override
    public void write(FlowDifference difference) throws StandardOut.Gone {
        if (shown++ >= limit) {
            return;
        }
        Flow left = difference.left();
        Flow right = difference.right();
        String ids = (left == null ? "" : "#" + FlowNumber.print(left.id()))
                + (left == null || right == null ? "" : " ")
                + (right == null ? "" : "#" + FlowNumber.print(right.id()));
        Colour colour = switch (difference.kind()) {
            case CHANGED -> Colour.YELLOW;
            case REMOVED -> Colour.RED;
            case ADDED -> Colour.GREEN;
        };
        out.println(paint(colour, difference.kind().sign() + " " + ids + "  " + FlowTitle.of(difference.flow())));
        for (ComparedPart part : difference.parts()) {
            writePart(part);
        }
        console.flushWhileRead();
    }

    private void writePart(ComparedPart part) {
        out.println("    " + paint(Colour.BOLD, part.name()) + (part.note().isEmpty() ? "" : ": " + part.note()));
        long written = 0;
        long differing = part.omitted();
        for (ComparedRow row : part.rows()) {
            if (!row.same()) {
                differing++;
                if (written < ROWS) {
                    written++;
                    writeRow(row);
                }
            }
        }
        if (differing > written) {
            out.println("      " + paint(Colour.DIM, "and " + Quantity.count(differing - written, "further value")));
        }
    }

    private void writeRow(ComparedRow row) {
        ValueExcerpt values =
                ValueExcerpt.of(row.values().get(0), row.values().get(1), Math.max(NARROWEST, width - 12));
        String left = values.left();
        String right = values.right();
        int length = row.key().length() + text(left).length() + text(right).length();
        if (length + 12 <= width) {
            out.println("      " + Printable.line(row.key()) + "  " + side(left, Colour.RED) + " \u2192 "
                    + side(right, Colour.GREEN));
            return;
        }
        out.println("      " + Printable.line(ValueExcerpt.start(row.key(), width)));
        if (left != null) {
            out.println("        " + paint(Colour.RED, "- " + left));
        }
        if (right != null) {
            out.println("        " + paint(Colour.GREEN, "+ " + right));
        }
    }

    private String side(@Nullable String value, Colour colour) {
        return value == null ? paint(Colour.DIM, "(none)") : paint(colour, value.isEmpty() ? "\"\"" : value);
    }

    private static String text(@Nullable String value) {
        return value == null ? "(none)" : value;
    }

    @Override
    public void writeEnd(DiffSummary summary) {
        if (shown > limit) {
            out.println("and " + Quantity.count(shown - limit, "further flow") + (limit == 0 ? "" : " that differ")
                    + "; -n N shows N, --json all");
        }
        if (shown > 0) {
            out.println();
        }
        out.println(words(summary));
        if (!summary.parts().isEmpty()) {
            out.println("differing parts: " + parts(summary.parts()));
        }
        if (summary.recoded() > 0) {
            out.println(Quantity.count(summary.recoded(), "pair")
                    + " with equal content in other content codings, which is no difference");
        }
        if (summary.damaged() > 0) {
            out.println(damaged(summary));
        }
    }

    /** Returns a sentence on what was not compared. */
    static String damaged(DiffSummary summary) {
        return summary.damaged() == 1
                ? "1 flow or pair was not compared, since it is damaged"
                : summary.damaged() + " flows or pairs were not compared, since they are damaged";
    }

    /** Returns the figures in a sentence. */
    static String words(DiffSummary summary) {
        if (summary.isSame()) {
            return "the same: " + Quantity.count(summary.same(), "pair") + " of flows";
        }
        return summary.same() + " the same, " + summary.changed() + " changed, " + summary.removed() + " only in A, "
                + summary.added() + " only in B, of " + Quantity.count(summary.left(), "flow") + " in A and "
                + summary.right() + " in B";
    }

    static String parts(Map<String, Long> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {}
}
