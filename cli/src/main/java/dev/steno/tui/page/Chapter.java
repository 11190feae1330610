package dev.steno.tui.page;

import dev.steno.stats.Concurrency;
import dev.steno.stats.DurationSpread;
import dev.steno.stats.FlowScope;
import dev.steno.stats.GroupKey;
import dev.steno.stats.Groups;
import dev.steno.stats.HeatMap;
import dev.steno.stats.Question;
import dev.steno.stats.Repeats;
import dev.steno.stats.Statistics;
import dev.steno.stats.Tally;
import dev.steno.stats.Timeline;
import dev.steno.stats.Waterfall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One question about flows, and how its answer is shown. Immutable.
 *
 * @param name one word
 * @param asking asks it
 */
record Chapter(String name, Asking asking) {
    /** How close two equal requests must be to be a repetition. */
    static final int REPEAT_SECONDS = 10;

    private static final int BUCKETS = 240;
    private static final int COLUMNS = 120;
    private static final int ROWS = 16;
    private static final int TOP = 20;
    private static final int ENDPOINTS = 200;
    private static final long SECOND = 1_000_000_000;

    /** All questions, in the order in which they are offered. */
    static final List<Chapter> ALL = List.of(
            new Chapter("time", one("timeline", () -> new Timeline(BUCKETS), TimeChart::new)),
            new Chapter(
                    "bytes",
                    all(List.of(
                            groups("host", Groups.Rank.BYTES, TOP, answer -> new ByteChart("by host", answer)),
                            groups("type", Groups.Rank.BYTES, TOP, answer -> new ByteChart("by type", answer)),
                            groups("client", Groups.Rank.BYTES, TOP, answer -> new ByteChart("by client", answer))))),
            new Chapter("durations", one("durations", DurationSpread::new, DurationChart::new)),
            new Chapter("slow", one("heat map", () -> new HeatMap(COLUMNS, ROWS), SlownessChart::new)),
            new Chapter(
                    "paths",
                    groups("template", Groups.Rank.FLOWS, ENDPOINTS, answer -> new GroupTable("endpoint", answer))),
            new Chapter(
                    "errors",
                    all(List.of(
                            groups(
                                    "error-host",
                                    Groups.Rank.FLOWS,
                                    TOP,
                                    answer -> new GroupTable("error, host", answer)),
                            groups(
                                    "status-host",
                                    Groups.Rank.FLOWS,
                                    TOP,
                                    answer -> new GroupTable("status, host", answer))))),
            new Chapter("at once", one("concurrency", () -> new Concurrency(BUCKETS, TOP), ConcurrencyChart::new)),
            new Chapter("repeats", one("repeats", () -> new Repeats(REPEAT_SECONDS * SECOND, TOP), RepeatTable::new)),
            new Chapter(
                    "phases",
                    (statistics, scope) -> statistics
                            .readLater((reader, cancelled) -> Waterfall.read(reader, scope, cancelled))
                            .thenApply(WaterfallChart::new)));

    /** Asks about some flows, without waiting. */
    @FunctionalInterface
    interface Asking {
        CompletableFuture<Chart> ask(Statistics statistics, FlowScope scope);
    }

    private static <R> Asking one(Object key, Supplier<Tally<R>> tally, Function<R, Chart> chart) {
        Question<R> question = new Question<>(key, tally);
        return (statistics, scope) -> statistics.answerLater(scope, question).thenApply(chart);
    }

    private static Asking groups(String by, Groups.Rank rank, int top, Function<Groups.Answer, Chart> chart) {
        GroupKey key = GroupKey.named(by).orElseThrow();
        return one(List.of("groups", by, rank, top), () -> new Groups(key, top, rank), chart);
    }

    /** Shows several charts one below the other. */
    private static Asking all(List<Asking> parts) {
        return (statistics, scope) -> {
            List<CompletableFuture<Chart>> asked =
                    parts.stream().map(part -> part.ask(statistics, scope)).toList();
            return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .thenApply(done -> width -> rows(asked, width));
        };
    }

    private static List<ChartRow> rows(List<CompletableFuture<Chart>> charts, int width) {
        List<ChartRow> rows = new ArrayList<>();
        charts.forEach(chart -> rows.addAll(chart.join().rows(width)));
        return rows;
    }
}
