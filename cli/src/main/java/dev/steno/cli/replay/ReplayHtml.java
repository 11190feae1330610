package dev.steno.cli.replay;

import static dev.steno.cli.print.HtmlPage.escaped;

import dev.steno.cli.print.HtmlPage;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunTimeline;
import dev.steno.stats.LogHistogram;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A report as one {@link HtmlPage} with plots. Pure functions, but for the file that is written.
 */
final class ReplayHtml {
    private static final int TICKS = 6;

    /** The percentiles of the plot of all times: 50 is its begin, and each step halves the rest. */
    private static final int HALVINGS = 13;

    private static final String STYLE = """
            figure { margin: 1.5em 0 } figcaption { font-weight: 600 }
            svg { width: 100%; height: auto } path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
            text { font: 11px system-ui, sans-serif; fill: currentColor } .y { text-anchor: end } .x { text-anchor: middle }
            .grid { stroke: #8884 }
            path.a { stroke: #2a7de1 } path.b { stroke: #1a9850 } path.c { stroke: #d73027 } path.d { stroke: #b8860b }
            .legend span { margin-right: 1.5em } .legend span::before { content: "\\25A0 " }
            span.a::before { color: #2a7de1 } span.b::before { color: #1a9850 } span.c::before { color: #d73027 } span.d::before { color: #b8860b }
            th, td { text-align: right; padding: .2em .8em }
            th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere }
            """;

    private ReplayHtml() {}

    /** Writes the page, or replaces it. */
    static void write(ReplayReport report, Path file) throws IOException {
        Files.writeString(file, page(report));
    }

    static String page(ReplayReport report) {
        RunFigures figures = report.figures();
        StringBuilder page = new StringBuilder(HtmlPage.begin("steno replay", "Replay", 64, STYLE));
        page.append("<p>").append(escaped(report.source().toString())).append(" at ");
        page.append(escaped(report.run().name())).append("</p>\n<ul>\n");
        for (String line : ReplayText.lines(report)) {
            page.append("<li>").append(escaped(line)).append("</li>\n");
        }
        page.append("</ul>\n");
        page.append(times(figures));
        page.append(throughput(figures.timeline()));
        page.append(latency(figures.timeline()));
        if (figures.fromSent().total() > 0) {
            page.append(spread(figures));
        }
        return page.append(HtmlPage.end()).toString();
    }

    private static String times(RunFigures figures) {
        StringBuilder table = new StringBuilder("<table><thead><tr><th>time</th>");
        for (double share : ReplayReport.QUANTILES) {
            table.append("<th>p").append(ReplayText.name(share)).append("</th>");
        }
        table.append("<th>max</th></tr></thead><tbody>\n");
        row(table, "lateness", figures.lateness(), figures.mostLate());
        row(table, "from sent to answered", figures.fromSent(), figures.slowest());
        row(table, "from due to answered", figures.fromDue(), -1);
        return table.append("</tbody></table>\n").toString();
    }

    private static void row(StringBuilder table, String name, LogHistogram times, long longest) {
        if (times.total() == 0) {
            return;
        }
        table.append("<tr><td>").append(name).append("</td>");
        for (double share : ReplayReport.QUANTILES) {
            table.append("<td>")
                    .append(duration(ReplayReport.quantile(times, share, longest)))
                    .append("</td>");
        }
        table.append("<td>").append(longest < 0 ? "" : duration(longest)).append("</td></tr>\n");
    }

    private static String duration(double nanos) {
        return Quantity.duration(Math.round(nanos));
    }

    private static double[] values(RunTimeline timeline, ToDoubleFunction<RunTimeline.Slot> value) {
        return timeline.slots().stream().mapToDouble(value).toArray();
    }

    private static LinePlot overTime(RunTimeline timeline, DoubleFunction<String> unit) {
        int slots = timeline.slots().size();
        LinePlot plot = new LinePlot(slots - 1.0, unit);
        int step = Math.max(1, slots / TICKS);
        for (int i = 0; i < slots; i += step) {
            plot.tick(i, Quantity.duration(i * timeline.width()));
        }
        return plot;
    }

    private static String throughput(RunTimeline timeline) {
        double seconds = timeline.width() / (double) TimeUnit.SECONDS.toNanos(1);
        return overTime(timeline, value -> String.format(Locale.ROOT, "%.4g", value))
                .line("sent", "a", values(timeline, slot -> slot.sent() / seconds))
                .line("answered", "b", values(timeline, slot -> slot.answered() / seconds))
                .line("failed", "c", values(timeline, slot -> slot.failed() / seconds))
                .line("sent late", "d", values(timeline, slot -> slot.late() / seconds))
                .svg("Requests per second");
    }

    private static String latency(RunTimeline timeline) {
        return overTime(timeline, ReplayHtml::duration)
                .line("p50", "a", values(timeline, slot -> quantile(slot.took(), 0.5)))
                .line("p90", "b", values(timeline, slot -> quantile(slot.took(), 0.9)))
                .line("p99", "c", values(timeline, slot -> quantile(slot.took(), 0.99)))
                .svg("Time from sent to answered");
    }

    private static double quantile(LogHistogram times, double share) {
        return times.total() == 0 ? Double.NaN : times.quantile(share);
    }

    /** The times by percentile, on an axis on which each step halves the share of slower ones. */
    private static String spread(RunFigures figures) {
        int steps = 1;
        while (steps < HALVINGS && figures.fromSent().total() >> steps > 0) {
            steps++;
        }
        LinePlot plot = new LinePlot(steps - 1.0, ReplayHtml::duration);
        for (int i = 0; i < steps; i++) {
            plot.tick(i, i == 0 ? "0 %" : String.format(Locale.ROOT, "%.6g %%", 100 * (1 - Math.pow(0.5, i))));
        }
        plot.line("from sent to answered", "a", spread(figures.fromSent(), steps));
        if (figures.fromDue().total() > 0) {
            plot.line("from due to answered", "c", spread(figures.fromDue(), steps));
        }
        return plot.svg("Times by percentile");
    }

    private static double[] spread(LogHistogram times, int steps) {
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            values[i] = times.quantile(1 - Math.pow(0.5, i));
        }
        return values;
    }
}
