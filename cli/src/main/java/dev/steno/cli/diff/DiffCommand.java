package dev.steno.cli.diff;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Pager;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.cli.tool.Filters;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.Ignored;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.diff.IgnoreFile;
import dev.steno.diff.LearnedNoise;
import dev.steno.diff.SessionDiff;
import dev.steno.flow.FlowNumber;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno diff}: compares two sessions, or two selections of one. */
public final class DiffCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Compare two sessions.";
    }

    @Override
    public void describe(CommandSpec spec) {
        DiffOptions.describe(spec);
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        DiffOptions options = DiffOptions.of(call);
        if (options.showIgnored()) {
            options.ignored().forEach(rule -> console.out().println(rule));
            console.flush();
            if (options.sides().isEmpty()) {
                return ExitCode.OK;
            }
        }
        DiffOptions.Side one = options.sides().get(0);
        DiffOptions.Side other = options.sides().get(1);
        options.sides().forEach(side -> Filters.tellRecorder(side.filter(), side.session(), console));
        try (SessionReader left = one.session().open();
                SessionReader right = other.session().open()) {
            DiffSide leftSide = new DiffSide(one.session().place(), left, one.filter());
            DiffSide rightSide = new DiffSide(other.session().place(), right, other.filter());
            Path learned = options.learn();
            return learned != null
                    ? learn(learned, leftSide, rightSide, options, console)
                    : compare(leftSide, rightSide, options, console);
        }
    }

    private static ComparisonRules rules(DiffOptions options) {
        return ComparisonRules.differences(Ignored.of(options.ignored()))
                .withOrder(options.order())
                .withTiming(options.timing());
    }

    private static int compare(DiffSide left, DiffSide right, DiffOptions options, Console console) throws IOException {
        DiffSummary summary;
        try (Pager pager = options.json() ? null : Pager.start(console)) {
            Console to = pager == null ? console : pager.console();
            List<DiffOutput> outputs = new ArrayList<>();
            try {
                outputs.add(options.json() ? new DiffJson(to, options) : new DiffText(to, options));
                Path page = options.html();
                if (page != null) {
                    outputs.add(DiffHtml.create(page, options));
                }
                summary = run(left, right, options, outputs, console);
                for (DiffOutput output : outputs) {
                    output.writeEnd(summary);
                }
            } finally {
                for (DiffOutput output : outputs) {
                    output.close();
                }
            }
            to.flushWhileRead();
        }
        if (summary.damaged() > 0) {
            return ExitCode.FAILURE;
        }
        return summary.isSame() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private static DiffSummary run(
            DiffSide left, DiffSide right, DiffOptions options, List<DiffOutput> outputs, Console console)
            throws IOException {
        for (DiffOutput output : outputs) {
            output.writeHead(options.sides());
        }
        try (ProgressLine work = new ProgressLine(console)) {
            FlowDifference.Sink sink = difference -> {
                for (DiffOutput output : outputs) {
                    output.write(difference);
                }
            };
            return SessionDiff.compare(left, right, rules(options), new Told(sink, work, console), work);
        }
    }

    /** Tells of damaged flows beside what differs. */
    private record Told(FlowDifference.Sink differences, ProgressLine work, Console console)
            implements FlowDifference.Sink {
        @Override
        public void accept(FlowDifference difference) throws IOException {
            differences.accept(difference);
        }

        @Override
        public void damaged(Path session, long flow, String why) {
            work.hide();
            console.say("flow " + FlowNumber.print(flow) + " of " + session + " is not compared: " + why);
        }
    }

    private static int learn(Path file, DiffSide left, DiffSide right, DiffOptions options, Console console)
            throws IOException {
        LearnedNoise noise = new LearnedNoise();
        DiffSummary summary;
        try (ProgressLine work = new ProgressLine(console)) {
            summary = SessionDiff.compare(left, right, rules(options), new Told(noise, work, console), work);
        }
        if (summary.same() + summary.changed() == 0) {
            throw Failure.because("no flow of " + left.file() + " has a counterpart in " + right.file()
                    + ", so nothing is learned: name two runs of the same");
        }
        IgnoreFile.write(file, noise, left.file() + " and " + right.file());
        console.out()
                .println(file + ": " + Quantity.count(noise.rules().size(), "rule") + " from "
                        + Quantity.count(summary.same() + summary.changed(), "pair"));
        noise.notLearned().forEach((what, count) -> console.out().println("not learned: " + count + " " + what));
        return summary.damaged() > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
}
