package dev.steno.cli.tool;

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

/** {@code steno verify}: whether a session is as it should be. */
public final class VerifyCommand extends ParsedSubcommand {
    private static final int SHOWN = 20;

    @Override
    public String summary() {
        return "Check a session, and put it in order.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder("--repair")
                .description(
                        "Puts in order what is found, in one transaction: columns are derived anew, bodies count what is "
                                + "there, what belongs to no flow goes. What cannot be read is set aside in the table \"damaged\". "
                                + "Not while the session is recorded.")
                .build());
        spec.addOption(OptionSpec.builder("-n", "--limit")
                .paramLabel("N")
                .type(Integer.class)
                .description("Shows the first N problems; " + SHOWN + " by default, 100 at most.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Checks the file's structure, the columns of each flow against its message, the bodies, pieces, "
                                + "annotations and certificates that flows name, and the running numbers. Exit code 1 where "
                                + "something is wrong. What the death of a recorder leaves is named, but not wrong: the next "
                                + "recorder puts it in order, and so does --repair.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        int limit = call.matchedOptionValue("--limit", SHOWN);
        Path file = call.matchedPositionalValue(0, Path.of(""));
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
                + (report.recorded() ? ", while the session is recorded" : ""));
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
            out.println(report.setAside() + " that could not be read are kept in the table \"damaged\"");
        }
        out.println(verdict(report));
    }

    private static String verdict(CheckReport report) {
        if (report.counts().containsKey(Problem.Kind.SCHEMA)) {
            return Quantity.count(report.problems(), "problem")
                    + "; the file defines other things than a session has, so nothing else was looked at and --repair leaves it"
                    + " alone: drop them with sqlite3, or recover the rows with: sqlite3 FILE .recover";
        }
        if (!report.isClean() && report.repaired() && !report.counts().containsKey(Problem.Kind.STRUCTURE)) {
            return Quantity.count(report.left(), "problem") + " left after the repair; steno verify names them";
        }
        if (!report.isClean()) {
            return report.repaired()
                    ? "the file's structure is damaged and cannot be repaired; copy the file, and recover what can be read "
                            + "with: sqlite3 FILE .recover"
                    : Quantity.count(report.problems(), "problem") + "; steno verify --repair puts them in order";
        }
        if (report.repaired() && report.problems() + report.leftovers() > 0) {
            return "clean, after the repair";
        }
        return report.leftovers() > 0 ? "clean, but for what the next recorder puts in order" : "clean";
    }
}
