package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.CheckReport;
import dev.steno.store.Problem;
import dev.steno.store.Progress;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno verify}: checks a session, and repairs it. */
public final class VerifyCommand extends ParsedSubcommand {
    private static final int SHOWN = 20;

    @Override
    public String summary() {
        return "Check a session, and repair it.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder("--repair")
                .description(
                        "Repairs what is found, in one transaction: columns are recomputed, sizes of bodies corrected, "
                                + "rows that belong to no flow removed, and unreadable rows moved to the table \"damaged\". Not "
                                + "possible while the session is being recorded.")
                .build());
        spec.addOption(OptionSpec.builder("-n", "--limit")
                .paramLabel("N")
                .type(Integer.class)
                .description("Shows the first N problems; " + SHOWN + " by default, 100 at most.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Checks the file's structure, the columns of each flow against its encoded form, the bodies, "
                                + "chunks, annotations and certificates that flows refer to, and the counters. The exit code is 1 "
                                + "if there is a problem. What a crashed recorder left behind is listed, but does not count as a problem: the "
                                + "next recorder cleans it up, and so does --repair.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        int limit = call.matchedOptionValue("--limit", SHOWN);
        if (call.hasMatchedOption("--repair") && !call.hasMatchedPositional(0)) {
            throw Failure.usage("--repair changes the session, so name it: steno verify --repair work.steno");
        }
        Path file = Sessions.file(call, console);
        CheckReport report;
        try (ProgressLine work = new ProgressLine(console)) {
            report = check(file, call.hasMatchedOption("--repair"), work);
        }
        print(report, limit, console.out());
        return report.isClean() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static CheckReport check(Path file, boolean repair, Progress progress) throws IOException {
        return repair ? SessionCheck.repair(file, progress) : SessionCheck.verify(file, progress);
    }

    private static void print(CheckReport report, int limit, PrintStream out) {
        out.println(Quantity.count(report.flows(), "flow") + " checked"
                + (report.recorded() ? " while the session is being recorded" : ""));
        report.counts()
                .forEach((kind, count) -> out.println(String.format(Locale.ROOT, "%,7d  %s", count, kind.label())));
        long shown = 0;
        for (Problem problem : report.first()) {
            if (shown == limit) {
                break;
            }
            shown++;
            out.println((problem.flow() == 0 ? "" : "flow " + problem.flow() + ": ") + Printable.line(problem.text()));
        }
        long all = report.problems() + report.leftovers();
        if (shown < all) {
            out.println("and " + (all - shown) + " more");
        }
        if (report.setAside() > 0) {
            out.println(report.setAside() + " unreadable rows are kept in the table \"damaged\"");
        }
        out.println(verdict(report));
    }

    private static String verdict(CheckReport report) {
        if (report.counts().containsKey(Problem.Kind.SCHEMA)) {
            return Quantity.count(report.problems(), "problem")
                    + ": the file's schema differs from a session's, so nothing else was checked and --repair changes "
                    + "nothing; drop the foreign objects with sqlite3, or recover the rows with: sqlite3 FILE .recover";
        }
        if (!report.isClean() && report.repaired() && !report.counts().containsKey(Problem.Kind.STRUCTURE)) {
            return Quantity.count(report.left(), "problem") + " left after the repair; steno verify lists them";
        }
        if (!report.repaired() && report.counts().containsKey(Problem.Kind.STRUCTURE)) {
            return Quantity.count(report.problems(), "problem")
                    + " in the file's structure; copy the file, then try steno verify --repair, which can only rebuild "
                    + "indices; if that fails, recover what can be read with: sqlite3 FILE .recover";
        }
        if (!report.isClean()) {
            return report.repaired()
                    ? "the file's structure is damaged and cannot be repaired; copy the file, and recover what can be read "
                            + "with: sqlite3 FILE .recover"
                    : Quantity.count(report.problems(), "problem") + "; steno verify --repair repairs them";
        }
        if (report.repaired() && report.problems() + report.leftovers() > 0) {
            return "clean, after the repair";
        }
        return report.leftovers() > 0 ? "clean, except for what the next recorder cleans up" : "clean";
    }
}
