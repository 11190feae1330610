package dev.steno.bench.session;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.completion.FilterProposals;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.stats.Concurrency;
import dev.steno.stats.DurationSpread;
import dev.steno.stats.FlowScope;
import dev.steno.stats.GroupKey;
import dev.steno.stats.Groups;
import dev.steno.stats.HeatMap;
import dev.steno.stats.PhaseSample;
import dev.steno.stats.Question;
import dev.steno.stats.Repeats;
import dev.steno.stats.SiteTree;
import dev.steno.stats.Statistics;
import dev.steno.stats.Timeline;
import dev.steno.stats.Waterfall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the questions of the statistics page about a large session, each without an earlier answer. */
@Command(
        name = "stats-test",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the questions of the statistics page on a session from make-session, and completion of filters.",
            "ms, cpu ms: medians; CPU time of the whole process. Kept answers are not used, except in the last rows."
        })
public final class StatsTest implements Callable<Integer> {
    private static final int TOP = 50;
    private static final long REPEATED_NANOS = 10_000_000_000L;

    @Parameters(paramLabel = "FILE", description = "The session file.")
    private Path file = Path.of("");

    @Option(names = "--times", description = "Number of runs of each question (default ${DEFAULT-VALUE}).")
    private int times = 3;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("stats-test");
    private final FlowScope all = FlowScope.of(Filter.ALL);

    private interface Work {
        Object run(Statistics statistics) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Question<?>> questions = questions();
        for (Map.Entry<String, Question<?>> each : questions.entrySet()) {
            fresh(each.getKey(), statistics -> statistics.answer(all, each.getValue(), () -> false));
        }
        FlowScope few = FlowScope.of(FilterParser.parse("status >= 500"));
        fresh(
                "timeline of  status >= 500",
                statistics -> statistics.answer(few, new Question<>("timeline", () -> new Timeline(300)), () -> false));
        for (String part : List.of("ttfb", "connect")) {
            fresh(
                    "durations: " + part + ", of " + PhaseSample.FLOWS + " flows",
                    statistics -> statistics.read(
                            (reader, cancelled) -> PhaseSample.read(
                                    reader, all, PhaseSample.part(part).orElseThrow(), cancelled),
                            () -> false));
        }
        fresh(
                "waterfall of " + Waterfall.MOST + " flows",
                statistics ->
                        statistics.read((reader, cancelled) -> Waterfall.read(reader, all, cancelled), () -> false));
        fresh("all of these questions at once", statistics -> together(statistics, questions));
        try (Statistics statistics = new Statistics(() -> SqliteSessionReader.open(file))) {
            together(statistics, questions);
            timed("all at once again, nothing recorded since", () -> together(statistics, questions));
            FilterProposals proposals = new FilterProposals(statistics);
            timed("completion of  host = ", () -> proposals.at("host = "));
            statistics.read((reader, cancelled) -> reader.lastFlow(), () -> false); // until the values are read
            timed("completion of  host = a, values known", () -> proposals.at("host = a"));
        }
        options.print(report);
        return 0;
    }

    private static Map<String, Question<?>> questions() {
        Map<String, Question<?>> questions = new LinkedHashMap<>();
        questions.put("timeline", new Question<>("timeline", () -> new Timeline(300)));
        questions.put("durations", new Question<>("durations", DurationSpread::new));
        questions.put("heat map", new Question<>("heat map", () -> new HeatMap(120, 40)));
        questions.put("concurrency", new Question<>("concurrency", () -> new Concurrency(300, TOP)));
        for (String by : List.of("host", "type", "client", "template", "status-host", "error-host")) {
            GroupKey key = GroupKey.named(by).orElseThrow();
            questions.put("groups by " + by, new Question<>("by " + by, () -> new Groups(key, TOP, Groups.Rank.FLOWS)));
        }
        questions.put("repeats", new Question<>("repeats", () -> new Repeats(REPEATED_NANOS, TOP)));
        questions.put("tree, hosts", new Question<>("tree", () -> new SiteTree("", 0)));
        return questions;
    }

    private Object together(Statistics statistics, Map<String, Question<?>> questions) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        questions.values().forEach(each -> answers.add(statistics.answerLater(all, each)));
        answers.forEach(CompletableFuture::join);
        return answers.size();
    }

    private void fresh(String what, Work work) throws Exception {
        timed(what, () -> {
            try (Statistics statistics = new Statistics(() -> SqliteSessionReader.open(file))) {
                return work.run(statistics);
            }
        });
    }

    private void timed(String what, Callable<?> work) throws Exception {
        double[] wall = new double[times];
        double[] used = new double[times];
        for (int i = 0; i < times; i++) {
            long cpu = ProcessUsage.cpuNanos();
            long start = System.nanoTime();
            work.call();
            wall[i] = (System.nanoTime() - start) / 1e6;
            used[i] = (ProcessUsage.cpuNanos() - cpu) / 1e6;
        }
        report.row("what", what, "first ms", wall[0], "ms", median(wall), "cpu ms", median(used));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
