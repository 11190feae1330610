package dev.steno.cli.replay;

import dev.steno.replay.run.RunFigures;
import dev.steno.stats.LogHistogram;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report in lines for people. Pure functions. */
final class ReplayText {
    private ReplayText() {}

    static List<String> lines(ReplayReport report) {
        RunFigures figures = report.figures();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "sent %d in %s, %.1f per second; answered %d, failed %d, not sent %d",
                figures.sent(),
                Quantity.duration(figures.duration()),
                report.rate(),
                figures.answered(),
                figures.failed(),
                figures.skippedRequests()));
        if (report.warmUp() > 0) {
            lines.add("before that, the program sent " + report.warmUp()
                    + " requests to itself to warm up (--warm-up), which are in none of the figures");
        }
        if (figures.stopped() > 0) {
            lines.add("in flight when the run was stopped: " + figures.stopped());
        }
        if (!figures.statuses().isEmpty()) {
            lines.add("status: "
                    + figures.statuses().entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", "))
                    + (figures.otherStatus() == 0 ? "" : "; another one than recorded: " + figures.otherStatus()));
        }
        if (figures.streams() > 0) {
            lines.add("WebSockets and raw streams to the end of the record: " + figures.streams());
        }
        figures.streamEnds()
                .forEach((end, count) -> lines.add("event streams that were ended " + end.how() + ": " + count));
        if (figures.sentAgain() > 0) {
            lines.add("sent again, as their servers asked for: " + figures.sentAgain());
        }
        times(figures, lines);
        lines.add("bodies: " + Quantity.bytes(figures.bytesSent()) + " sent, " + Quantity.bytes(figures.bytesReceived())
                + " received; most in flight: " + figures.mostInFlight());
        figures.failures().forEach((why, count) -> lines.add("failed: " + count + ", " + Printable.line(why)));
        figures.skipped().forEach((why, count) -> lines.add("not sent: " + count + ", " + Printable.line(why)));
        if (figures.withoutCarried() > 0) {
            lines.add("sent with a recorded value, since a response lacked the new one: " + figures.withoutCarried());
        }
        return lines;
    }

    private static void times(RunFigures figures, List<String> lines) {
        if (figures.openLoop() && figures.lateness().total() > 0) {
            lines.add("lateness: " + quantiles(figures.lateness(), figures.mostLate()) + "; more than 10 ms: "
                    + figures.late()
                    + (figures.withoutRoom() == 0
                            ? ""
                            : "; waited since --concurrency were in flight: " + figures.withoutRoom())
                    + (figures.withoutConnection() == 0
                            ? ""
                            : "; waited for a connection: " + figures.withoutConnection()));
        }
        if (figures.fromSent().total() > 0) {
            lines.add("time to answer: " + quantiles(figures.fromSent(), figures.slowest()));
        }
        if (figures.fromDue().total() > 0) {
            lines.add("from when due: " + quantiles(figures.fromDue(), -1));
        }
    }

    private static String quantiles(LogHistogram times, long longest) {
        StringBuilder text = new StringBuilder();
        for (double share : ReplayReport.QUANTILES) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append("p")
                    .append(name(share))
                    .append(' ')
                    .append(Quantity.duration(ReplayReport.quantile(times, share, longest)));
        }
        return text + (longest < 0 ? "" : ", max " + Quantity.duration(longest));
    }

    /** Returns a quantile in percent: 50, 99.9. */
    static String name(double share) {
        double percent = share * 100;
        return percent == Math.rint(percent)
                ? Long.toString((long) percent)
                : String.format(Locale.ROOT, "%.1f", percent);
    }
}
