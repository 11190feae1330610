package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tallies at their bounds, fed with columns. */
class ColumnTallyTest {
    private static final long SECOND = 1_000_000_000L;

    /** A block with one flow; columns that are not given are absent, required ones 0 or empty. */
    private static ColumnBlock flow(Tally<?> of, Map<FlowColumn, Object> values) {
        StringBuilder row = new StringBuilder();
        StringBuilder texts = new StringBuilder();
        List<FlowColumn> columns = new ArrayList<>(of.columns());
        for (FlowColumn column : columns) {
            if (column instanceof FlowColumn.Number) {
                row.append(values.getOrDefault(column, column.traits().required() ? 0 : ""))
                        .append('\t');
            }
        }
        for (FlowColumn column : columns) {
            if (column instanceof FlowColumn.Text) {
                String text = (String) values.getOrDefault(column, "");
                row.append(text.getBytes(StandardCharsets.UTF_8).length).append('\t');
                texts.append(text);
            }
        }
        ColumnBlock block =
                new ColumnBlock(columns, (row.toString() + texts).getBytes(StandardCharsets.UTF_8), Place.ofNumber(1));
        assertThat(block.next()).isTrue();
        return block;
    }

    @Test
    void keysBeyondTheBoundAreCountedTogether() {
        Groups groups = new Groups(GroupKey.named("host").orElseThrow(), 10, Groups.Rank.FLOWS, 2);
        for (String host : List.of("a.test", "b.test", "c.test", "A.test", "d.test")) {
            groups.add(flow(groups, Map.of(FlowColumns.HOST, host)), 1);
        }
        Groups.Answer answer = groups.result();
        assertThat(answer.total()).isEqualTo(5);
        assertThat(answer.groups()).extracting(Groups.Group::key).containsExactly("a.test", "b.test");
        assertThat(answer.other().flows()).isEqualTo(2);
    }

    private static void request(Repeats repeats, long id, double at, String path, long size) {
        repeats.add(
                flow(
                        repeats,
                        Map.of(
                                FlowColumns.ID,
                                id,
                                FlowColumns.STARTED,
                                (long) (at * SECOND),
                                FlowColumns.METHOD,
                                "GET",
                                FlowColumns.SCHEME,
                                "https",
                                FlowColumns.HOST,
                                "a.test",
                                FlowColumns.PORT,
                                443,
                                FlowColumns.PATH,
                                path,
                                FlowColumns.REQUEST_SIZE,
                                size,
                                FlowColumns.RESPONSE_SIZE,
                                10)),
                1);
    }

    @Test
    void onlyTheSameRequestWithinTheTimeIsARepeat() {
        Repeats repeats = new Repeats(5 * SECOND, 10);
        request(repeats, 1, 0, "/a", 0);
        request(repeats, 2, 1, "/b", 0);
        request(repeats, 3, 4, "/a", 0); // again after 4 s
        request(repeats, 4, 6, "/a", 7); // another body
        request(repeats, 5, 8.5, "/a", 0); // again after 4.5 s
        request(repeats, 6, 9, "/b", 0); // after 8 s
        request(repeats, 7, 20, "/a", 0); // after 11.5 s
        request(repeats, 8, 21, "/a", 0); // again after 1 s
        Repeats.Answer answer = repeats.result();
        assertThat(answer.repeated()).isEqualTo(3);
        assertThat(answer.requests()).isEqualTo(1);
        Repeats.Repeat repeat = answer.repeats().get(0);
        assertThat(repeat.url()).isEqualTo("https://a.test/a");
        assertThat(repeat.flows()).isEqualTo(5);
        assertThat(repeat.first()).isEqualTo(1);
        assertThat(repeat.gap()).isEqualTo(SECOND);
        assertThat(repeat.responseBytes()).isEqualTo(50);
        assertThat(repeat.filter()).hasToString("method = GET & host = a.test & path = /a");
    }

    private static void run(Concurrency concurrency, String client, long from, long to) {
        concurrency.add(
                flow(
                        concurrency,
                        Map.of(
                                FlowColumns.STARTED,
                                from * SECOND,
                                FlowColumns.DURATION,
                                (to - from) * SECOND,
                                FlowColumns.STATE,
                                1,
                                FlowColumns.CLIENT,
                                client)),
                1);
    }

    @Test
    void aConnectionIsSerialIfNoTwoOfItsFlowsRunAtOnce() {
        Concurrency concurrency = new Concurrency(10, 10);
        run(concurrency, "127.0.0.1:1", 0, 1);
        run(concurrency, "127.0.0.1:1", 1, 3);
        run(concurrency, "127.0.0.1:2", 0, 2);
        run(concurrency, "127.0.0.1:2", 1, 3);
        Concurrency.Answer answer = concurrency.result();
        assertThat(answer.connections()).isEqualTo(2);
        assertThat(answer.serial()).isEqualTo(1);
        assertThat(answer.busiest()).extracting(Concurrency.Connection::serial).containsExactly(true, false);
        assertThat(answer.buckets().stream().mapToLong(Concurrency.Bucket::peak).max())
                .hasValue(3);
    }

    @Test
    void aFarAwayTimeWidensTheBucketsAndLosesNothing() {
        Timeline timeline = new Timeline(100);
        for (long second : new long[] {1_700_000_000, 1_700_000_001, 0, 1_700_000_002, 1_900_000_000}) {
            timeline.add(flow(timeline, Map.of(FlowColumns.STARTED, second * SECOND, FlowColumns.STATUS, 200)), 1);
        }
        Timeline.Answer answer = timeline.result();
        assertThat(answer.buckets().size()).isLessThanOrEqualTo(100);
        assertThat(answer.from()).isLessThanOrEqualTo(0);
        assertThat(answer.buckets().stream()
                        .mapToLong(bucket -> bucket.byClass().get(1))
                        .sum())
                .isEqualTo(5);
        assertThat(answer.buckets().get(0).byClass().get(1)).isEqualTo(1);
    }

    @Test
    void theTreeTellsHowManyNodesCome() {
        SiteTree tree = new SiteTree("", 0);
        for (int i = 0; i < SiteTree.MOST + 7; i++) {
            tree.add(flow(tree, Map.of(FlowColumns.HOST, "h" + i + ".test")), 1);
        }
        assertThat(tree.result().nodes()).hasSize(SiteTree.MOST);
        assertThat(tree.result().more()).isEqualTo(7);
    }
}
