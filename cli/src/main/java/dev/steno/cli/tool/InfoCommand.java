package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionSummary;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno info}: prints what a session holds, in numbers. */
public final class InfoCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Show what a session holds.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        SessionInfo info;
        SessionSummary summary;
        Map<String, String> options;
        try (SessionReader reader = Sessions.open(call, console)) {
            info = reader.info();
            summary = reader.summary();
            options = reader.options();
        }
        PrintStream out = console.out();
        SessionInfo.FileFacts file = info.file();
        line(out, file == null ? "store" : "file", info.name());
        line(
                out,
                "recording",
                info.isRecorded() ? "yes, by " + Printable.line(String.join(", ", info.recorders())) : "no");
        line(
                out,
                "created",
                (Times.isSet(info.created()) ? local(info.created()) : "at an unknown time") + " by "
                        + Printable.line(info.application()));
        if (Times.isSet(info.firstStarted())) {
            line(out, "recorded", span(info));
        }
        line(out, "flows", flows(info));
        if (info.removed() > 0) {
            line(out, "removed", info.removed() + " of those that were recorded");
        }
        print(out, summary);
        line(
                out,
                "size",
                Quantity.bytes(info.bytes()) + " of disk for " + Quantity.bytes(info.bodyBytes())
                        + " of bodies and messages (" + info.bytes() + " and " + info.bodyBytes() + " bytes)");
        if (file != null) {
            line(out, "format", Integer.toString(file.format()));
        }
        if (file != null && file.textIndexedTo() > 0) {
            line(out, "text index", "of flows up to " + file.textIndexedTo());
        }
        new TreeMap<>(options)
                .forEach((name, value) -> line(out, "option", Printable.line(name) + " = " + Printable.line(value)));
        return ExitCode.OK;
    }

    private static String local(long time) {
        return Timestamps.local(time) + " (" + Timestamps.zone(time) + ")";
    }

    private static String span(SessionInfo info) {
        return Timestamps.local(info.firstStarted()) + " to " + local(info.lastStarted()) + ", "
                + Quantity.duration(info.lastStarted() - info.firstStarted());
    }

    private static String flows(SessionInfo info) {
        return String.format(Locale.ROOT, "%,d", info.flows())
                + (info.flows() == 0 ? "" : ": " + counts(info.byKind()) + "; " + counts(info.byState()));
    }

    private static void print(PrintStream out, SessionSummary summary) {
        if (!summary.statuses().isEmpty()) {
            line(
                    out,
                    "statuses",
                    summary.statuses().stream()
                            .map(each -> each.name() + " " + each.flows())
                            .collect(Collectors.joining(", ")));
        }
        list(out, "hosts", summary.hosts(), summary.otherHosts());
        list(out, "errors", summary.errors(), summary.otherErrors());
        list(out, "slowest", summary.slowest(), row -> Quantity.duration(row.duration()));
        list(out, "largest", summary.largest(), row -> Quantity.bytes(row.responseSize()));
    }

    private static void list(PrintStream out, String name, List<SessionSummary.Count> counts, long others) {
        String label = name;
        for (SessionSummary.Count each : counts) {
            line(out, label, String.format(Locale.ROOT, "%,7d  %s", each.flows(), Printable.line(each.name())));
            label = "";
        }
        if (others > 0) {
            line(out, "", String.format(Locale.ROOT, "    and %,d more", others));
        }
    }

    private static void list(PrintStream out, String name, List<FlowRow> rows, Function<FlowRow, String> quantity) {
        String label = name;
        for (FlowRow row : rows) {
            line(
                    out,
                    label,
                    String.format(
                            "%9s  #%s %s", quantity.apply(row), FlowNumber.print(row.id()), Printable.line(row.url())));
            label = "";
        }
    }

    private static String counts(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> Printable.line(entry.getKey()) + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static void line(PrintStream out, String name, String value) {
        out.print(String.format("%-10s %s%n", name, value));
    }
}
