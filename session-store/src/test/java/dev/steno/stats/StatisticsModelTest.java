package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.content.ContentType;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.view.Varied;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.assertj.core.data.Offset;

/** Whatever happens to the session, each answer agrees with the rows counted one by one. */
class StatisticsModelTest {
    private static final List<String> FILTERS = List.of("~all", "status >= 300", "host = a.test", "~m POST", "~e");

    /** One change: a letter for its kind, and the number of the flow or filter it concerns. */
    record Step(char kind, int number) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(30, steps('o')), // a flow begins
                Tuple.of(25, steps('c')), // a flow ends
                Tuple.of(3, steps('d')), // a flow is deleted
                Tuple.of(2, steps('r')), // a raw stream
                Tuple.of(6, steps('?'))); // the questions are asked
        return step.list().ofMinSize(20).ofMaxSize(200);
    }

    private static Arbitrary<Step> steps(char kind) {
        return Arbitraries.integers().between(0, 10_000).map(number -> new Step(kind, number));
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void eachAnswerAgreesWithRowsCountedOneByOne(@ForAll("histories") List<Step> history) throws Exception {
        Session session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        try (Statistics statistics = new Statistics(session::reader, 0, 0);
                SessionReader reader = session.reader()) {
            TreeMap<Long, HttpFlow> exchanges = new TreeMap<>();
            long next = 1;
            for (Step step : history) {
                HttpFlow one = exchanges.isEmpty()
                        ? null
                        : new ArrayList<>(exchanges.values()).get(step.number() % exchanges.size());
                switch (step.kind()) {
                    case 'o' -> {
                        HttpFlow open = Varied.open(next++, step.number() % 300);
                        exchanges.put(open.id(), open);
                        session.accept(new FlowEvent.Opened(open));
                    }
                    case 'c' -> {
                        if (one != null && one.state() == FlowState.OPEN) {
                            HttpFlow closed = Varied.answered(one, step.number() % 300);
                            exchanges.put(one.id(), closed);
                            session.accept(new FlowEvent.Closed(closed));
                        }
                    }
                    case 'd' -> {
                        if (one != null) {
                            exchanges.remove(one.id());
                            session.accept(new FlowEvent.Deleted(one.id()));
                        }
                    }
                    case 'r' -> session.accept(new FlowEvent.Closed(Flows.raw(next++, FlowState.COMPLETE, 0)));
                    default -> {
                        session.durable().get();
                        ask(statistics, reader, FilterParser.parse(FILTERS.get(step.number() % FILTERS.size())));
                    }
                }
            }
            session.durable().get();
            for (String filter : FILTERS) {
                ask(statistics, reader, FilterParser.parse(filter));
            }
        } finally {
            session.close();
        }
    }

    private static void ask(Statistics statistics, SessionReader reader, Filter filter) throws Exception {
        List<FlowRow> rows = new ArrayList<>();
        for (Flow flow : reader.page(Place.START, Integer.MAX_VALUE, false)) {
            if (filter.test(flow, ContentSource.NONE) == Match.YES) {
                rows.add(FlowRow.of(flow));
            }
        }
        FlowScope selection = FlowScope.of(filter);
        timeline(rows, ask(statistics, selection, new Question<>("timeline", () -> new Timeline(7))));
        durations(rows, ask(statistics, selection, new Question<>("durations", DurationSpread::new)));
        heatMap(rows, ask(statistics, selection, new Question<>("heat", () -> new HeatMap(5, 4))));
        concurrency(rows, ask(statistics, selection, new Question<>("open", () -> new Concurrency(9, 5))));
        for (Map.Entry<String, Function<FlowRow, String>> by : KEYS.entrySet()) {
            GroupKey grouping = GroupKey.named(by.getKey()).orElseThrow();
            groups(
                    rows,
                    by.getValue(),
                    ask(
                            statistics,
                            selection,
                            new Question<>(by.getKey(), () -> new Groups(grouping, 3, Groups.Rank.FLOWS))));
        }
        tree(rows, ask(statistics, selection, new Question<>("tree", () -> new SiteTree("", 0))));
    }

    private static <R> R ask(Statistics statistics, FlowScope selection, Question<R> question) throws Exception {
        return statistics.answer(selection, question, () -> false);
    }

    private static void timeline(List<FlowRow> rows, Timeline.Answer answer) {
        assertThat(answer.buckets().size()).isLessThanOrEqualTo(7);
        for (Timeline.Bucket bucket : answer.buckets()) {
            List<FlowRow> begun = rows.stream()
                    .filter(row -> row.started() >= bucket.start() && row.started() < bucket.start() + answer.step())
                    .toList();
            for (int i = 1; i <= 5; i++) {
                int hundreds = i;
                assertThat(bucket.byClass().get(i - 1))
                        .isEqualTo(begun.stream()
                                .filter(row -> row.errorStep() == null && row.status() / 100 == hundreds)
                                .count());
            }
            assertThat(bucket.failed())
                    .isEqualTo(begun.stream()
                            .filter(row -> row.errorStep() != null)
                            .count());
            assertThat(bucket.up())
                    .isEqualTo(begun.stream().mapToLong(FlowRow::requestSize).sum());
            assertThat(bucket.down())
                    .isEqualTo(begun.stream().mapToLong(FlowRow::responseSize).sum());
        }
        assertThat(answer.buckets().stream()
                        .mapToLong(bucket -> bucket.other()
                                + bucket.failed()
                                + bucket.byClass().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                        .sum())
                .isEqualTo(rows.size());
    }

    private static void durations(List<FlowRow> rows, DurationSpread.Answer answer) {
        List<Long> durations =
                rows.stream().map(FlowRow::duration).filter(each -> each >= 0).toList();
        assertThat(answer.counted()).isEqualTo(durations.size());
        assertThat(answer.of()).isEqualTo(rows.size());
        for (DurationSpread.Bucket bucket : answer.buckets()) {
            assertThat(bucket.count())
                    .isEqualTo(durations.stream()
                            .filter(each -> each >= bucket.from() && each < bucket.to())
                            .count());
        }
        assertThat(answer.buckets().stream()
                        .mapToLong(DurationSpread.Bucket::count)
                        .sum())
                .isEqualTo(durations.size());
    }

    private static void heatMap(List<FlowRow> rows, HeatMap.Answer answer) {
        assertThat(answer.columns().size()).isLessThanOrEqualTo(5);
        assertThat(answer.bounds().size()).isLessThanOrEqualTo(5);
        for (HeatMap.Column column : answer.columns()) {
            for (int i = 0; i < column.counts().size(); i++) {
                long from = answer.bounds().get(i);
                long to = answer.bounds().get(i + 1);
                assertThat(column.counts().get(i))
                        .isEqualTo(rows.stream()
                                .filter(row -> row.started() >= column.start()
                                        && row.started() < column.start() + answer.step()
                                        && row.duration() >= from
                                        && row.duration() < to)
                                .count());
            }
        }
        assertThat(answer.columns().stream()
                        .flatMap(column -> column.counts().stream())
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(rows.stream().filter(row -> row.duration() >= 0).count());
    }

    private static void concurrency(List<FlowRow> rows, Concurrency.Answer answer) {
        assertThat(answer.buckets().size()).isLessThanOrEqualTo(9);
        assertThat(answer.buckets().stream()
                        .mapToLong(Concurrency.Bucket::started)
                        .sum())
                .isEqualTo(rows.size());
        Map<String, Long> byClient = count(rows, FlowRow::client);
        assertThat(answer.connections()).isEqualTo(byClient.size());
        for (Concurrency.Connection connection : answer.busiest()) {
            assertThat(connection.flows()).isEqualTo(byClient.get(connection.client()));
        }
        for (Concurrency.Bucket bucket : answer.buckets()) {
            long end = bucket.start() + answer.step();
            double busy = rows.stream()
                    .filter(row -> row.duration() >= 0 || row.state() == FlowState.OPEN)
                    .mapToDouble(row -> {
                        long ended = row.duration() < 0 ? Long.MAX_VALUE : row.started() + row.duration();
                        return Math.max(0, Math.min(end, ended) - Math.max(bucket.start(), row.started()));
                    })
                    .sum();
            assertThat(bucket.average()).isCloseTo(busy / answer.step(), Offset.offset(1e-6 * rows.size() + 1e-9));
        }
    }

    private static final Map<String, Function<FlowRow, String>> KEYS = Map.of(
            "host", row -> row.host().toLowerCase(Locale.ROOT),
            "type", StatisticsModelTest::mediaType,
            "status", row -> row.status() == 0 ? "" : Integer.toString(row.status()),
            "method", row -> row.method() == null ? "" : row.method(),
            "state", row -> row.state().label(),
            "client", row -> row.client().substring(0, row.client().lastIndexOf(':')));

    private static String mediaType(FlowRow row) {
        String type = row.contentType();
        return type == null ? "" : ContentType.parse(type).type();
    }

    private static void groups(List<FlowRow> rows, Function<FlowRow, String> key, Groups.Answer answer) {
        Map<String, Long> expected = count(rows, key);
        assertThat(answer.total()).isEqualTo(rows.size());
        assertThat(answer.keys()).isEqualTo(expected.size());
        assertThat(answer.groups().size()).isEqualTo(Math.min(3, expected.size()));
        for (Groups.Group group : answer.groups()) {
            List<FlowRow> ofKey = rows.stream()
                    .filter(row -> key.apply(row).equals(group.key()))
                    .toList();
            assertThat(group.flows()).isEqualTo(ofKey.size());
            assertThat(group.errors())
                    .isEqualTo(ofKey.stream()
                            .filter(row -> row.errorStep() != null || row.status() >= 400)
                            .count());
            assertThat(group.responseBytes())
                    .isEqualTo(ofKey.stream().mapToLong(FlowRow::responseSize).sum());
        }
        assertThat(answer.other().flows())
                .isEqualTo(rows.size()
                        - answer.groups().stream()
                                .mapToLong(Groups.Group::flows)
                                .sum());
    }

    private static void tree(List<FlowRow> rows, SiteTree.Answer answer) {
        Map<String, Long> expected = count(rows, row -> row.host().toLowerCase(Locale.ROOT));
        Map<String, Long> found = new HashMap<>();
        answer.nodes().forEach(node -> found.put(node.name(), node.flows()));
        assertThat(found).isEqualTo(expected);
    }

    private static Map<String, Long> count(List<FlowRow> rows, Function<FlowRow, String> key) {
        Map<String, Long> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(key.apply(row), 1L, Long::sum));
        return counts;
    }
}
