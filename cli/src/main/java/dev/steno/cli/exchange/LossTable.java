package dev.steno.cli.exchange;

import dev.steno.interop.loss.LossReport;
import dev.steno.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What did not come over, as lines for people. Stateless. */
final class LossTable {
    private LossTable() {}

    /** Returns a line for each cause, most important first. */
    static List<String> lines(LossReport report) {
        List<String> lines = new ArrayList<>();
        for (LossReport.Entry each : report.entries()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,9d  %-16s %s, first at %s",
                    each.times(),
                    each.loss().label(),
                    each.loss().meaning(),
                    Printable.line(each.first())));
        }
        return lines;
    }
}
