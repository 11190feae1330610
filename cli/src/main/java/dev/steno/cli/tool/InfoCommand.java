package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.print.Timestamps;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Times;
import dev.steno.store.SessionInfo;
import dev.steno.store.SessionReader;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
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
        Map<String, String> options;
        try (SessionReader reader = Sessions.open(call, console)) {
            info = reader.info();
            options = reader.options();
        }
        PrintStream out = console.out();
        line(out, "file", info.file().toString());
        line(out, "size", info.fileBytes() + " bytes (" + Quantity.bytes(info.fileBytes()) + ")");
        line(out, "format", Integer.toString(info.format()));
        line(
                out,
                "created",
                (Times.isSet(info.created()) ? Timestamps.local(info.created()) : "at an unknown time") + " by "
                        + Printable.line(info.application()));
        line(out, "recording", info.recording() ? "yes, by a running process" : "no");
        line(out, "flows", Long.toString(info.flows()));
        if (info.removed() > 0) {
            line(out, "removed", info.removed() + " of those that were recorded");
        }
        line(out, "by kind", counts(info.byKind()));
        line(out, "by state", counts(info.byState()));
        if (Times.isSet(info.firstStarted())) {
            line(out, "first", Timestamps.local(info.firstStarted()));
            line(out, "last", Timestamps.local(info.lastStarted()));
        }
        line(out, "bodies", info.bodyBytes() + " bytes (" + Quantity.bytes(info.bodyBytes()) + ")");
        line(
                out,
                "kept",
                info.besideBytes() + " bytes of them stored apart from their flows ("
                        + Quantity.bytes(info.besideBytes()) + ")");
        line(out, "indexed", info.textIndexedTo() == 0 ? "nothing" : "texts of flows up to " + info.textIndexedTo());
        new TreeMap<>(options)
                .forEach((name, value) -> line(out, "option", Printable.line(name) + " = " + Printable.line(value)));
        return ExitCode.OK;
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(entry -> Printable.line(entry.getKey()) + " " + entry.getValue())
                                .collect(Collectors.joining(", "));
    }

    private static void line(PrintStream out, String name, String value) {
        out.print(String.format("%-10s %s%n", name, value));
    }
}
