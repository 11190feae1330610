package dev.steno.cli.tool;

import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno compact}: rewrites a session's file without unused space. */
public final class CompactCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Shrink a session's file by the space of removed flows.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec, "A session file that is not being recorded.");
        spec.usageMessage()
                .footer(
                        "",
                        "While it runs, it needs free space for a copy of the session in the system's temporary folder, "
                                + "and for another beside the file.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Path file = Sessions.file(call, console);
        SessionTrim.Compacted compacted;
        try (ProgressLine work = new ProgressLine(console);
                SessionTrim trim = SessionTrim.open(file, work)) {
            compacted = trim.compact();
        }
        console.out()
                .println(file + ": " + Quantity.bytes(compacted.before()) + " before, "
                        + Quantity.bytes(compacted.after()) + " now");
        if (compacted.read()) {
            console.say(
                    "another program is reading the session; the file shrinks when the session is next opened after "
                            + "that program has ended");
        }
        return ExitCode.OK;
    }
}
