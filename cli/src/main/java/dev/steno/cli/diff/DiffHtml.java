package dev.steno.cli.diff;

import static dev.steno.cli.print.HtmlPage.escaped;

import dev.steno.cli.print.HtmlPage;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differences as one {@link HtmlPage}. All that was captured is escaped. For one thread.
 */
final class DiffHtml implements DiffOutput {
    private static final int ROWS = 200;
    private static final int LONGEST = 2_000;

    private static final String STYLE = """
            summary { cursor: pointer; padding: .2em 0; overflow-wrap: anywhere }
            table { width: 100%; table-layout: fixed; margin: .2em 0 .8em }
            th, td { text-align: left; vertical-align: top; padding: .2em .5em; font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
            th { width: 24% } caption { text-align: left; font-weight: 600 }
            .l { background: #f003 } .r { background: #0a03 } .n { opacity: .6 }
            .changed::before { content: "~ " } .removed::before { content: "- "; color: #c00 } .added::before { content: "+ "; color: #080 }
            p.flow { margin: .2em 0 .2em 1.1em; overflow-wrap: anywhere }
            """;

    private final Writer out;
    private final DiffOptions options;
    private final long limit;
    private long shown;

    private DiffHtml(Writer out, DiffOptions options) {
        this.out = out;
        this.options = options;
        this.limit = options.limit() < 0 ? DiffOptions.SHOWN_IN_PAGE : options.limit();
    }

    /** Creates the file, or replaces it. */
    static DiffHtml create(Path file, DiffOptions options) throws IOException {
        return new DiffHtml(Files.newBufferedWriter(file, StandardCharsets.UTF_8), options);
    }

    @Override
    public void writeHead(List<DiffOptions.Side> sides) throws IOException {
        out.write(HtmlPage.begin("steno diff", "Comparison of two sessions", 80, STYLE));
        for (int i = 0; i < sides.size(); i++) {
            DiffOptions.Side side = sides.get(i);
            out.write("<div class=\"" + (i == 0 ? "l\">A: " : "r\">B: ")
                    + escaped(side.name() + (side.text().isEmpty() ? "" : ", " + side.text())) + "</div>\n");
        }
        out.write(
                "<details><summary>Ignored: " + Quantity.count(options.ignored().size(), "rule") + "</summary><pre>");
        for (Object rule : options.ignored()) {
            out.write(escaped(rule.toString()) + "\n");
        }
        out.write("</pre></details>\n<h2>Differences</h2>\n");
    }

    @Override
    public void write(FlowDifference difference) throws IOException {
        if (shown++ >= limit) {
            return;
        }
        Flow left = difference.left();
        Flow right = difference.right();
        String title = (left == null ? "" : "#" + FlowNumber.print(left.id()) + " ")
                + (right == null ? "" : "#" + FlowNumber.print(right.id()) + " ")
                + escaped(FlowTitle.of(difference.flow()));
        String kind = difference.kind().word();
        if (difference.parts().isEmpty()) {
            out.write("<p class=\"flow " + kind + "\">" + title + "</p>\n");
            return;
        }
        out.write("<details><summary class=\"" + kind + "\">" + title + "</summary>\n");
        for (ComparedPart part : difference.parts()) {
            writePart(part);
        }
        out.write("</details>\n");
    }

    private void writePart(ComparedPart part) throws IOException {
        out.write("<table><caption>" + escaped(part.name()) + (part.note().isEmpty() ? "" : ": " + escaped(part.note()))
                + "</caption>\n");
        long written = 0;
        long differing = part.omitted();
        for (ComparedRow row : part.rows()) {
            if (!row.same()) {
                differing++;
                if (written < ROWS) {
                    written++;
                    ValueExcerpt values =
                            ValueExcerpt.of(row.values().get(0), row.values().get(1), LONGEST);
                    out.write("<tr><th scope=\"row\">" + escaped(row.key()) + "</th>" + cell("l", values.left())
                            + cell("r", values.right()) + "</tr>\n");
                }
            }
        }
        if (differing > written) {
            out.write("<tr><th class=\"n\">and " + Quantity.count(differing - written, "further value")
                    + "</th><td></td><td></td></tr>\n");
        }
        out.write("</table>\n");
    }

    private static String cell(String side, @Nullable String value) {
        return value == null ? "<td class=\"n\">(none)</td>" : "<td class=\"" + side + "\">" + escaped(value) + "</td>";
    }

    @Override
    public void writeEnd(DiffSummary summary) throws IOException {
        if (shown > limit) {
            out.write("<p>and " + Quantity.count(shown - limit, "further flow") + "</p>\n");
        }
        out.write("<h2>Result</h2>\n<p>" + escaped(DiffText.words(summary)) + "</p>\n");
        if (!summary.parts().isEmpty()) {
            out.write("<p>Differing parts: " + escaped(DiffText.parts(summary.parts())) + "</p>\n");
        }
        if (summary.recoded() > 0) {
            out.write("<p>" + Quantity.count(summary.recoded(), "pair")
                    + " with equal content in other content codings, which is no difference</p>\n");
        }
        if (summary.damaged() > 0) {
            out.write("<p>" + escaped(DiffText.damaged(summary)) + "</p>\n");
        }
        out.write(HtmlPage.end());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
