package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import dev.steno.view.Varied;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The filter of a group or a node, as it is printed, matches just its flows. */
class GroupFilterTest {
    private final Session session = new Session(new RecordBudget(8 << 20));
    private Statistics statistics;
    private SessionReader reader;

    @BeforeEach
    void start() throws Exception {
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        for (long id = 1; id <= 300; id++) {
            session.accept(new FlowEvent.Closed(Varied.answered(Varied.open(id, id), id)));
        }
        for (long id = 301; id <= 320; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        long next = 400;
        for (String path : List.of("//x", "/v1", "/v1/", "/v1//x", "/v1/7", "/v1/7/", "/v1/8?a", "?a", "/v1?/b")) {
            session.accept(new FlowEvent.Closed(Varied.answered(at(path, Varied.open(next, next)), next)));
            next++;
        }
        session.accept(new FlowEvent.Closed(Flows.raw(321, FlowState.COMPLETE, 0)));
        session.durable().get();
        statistics = new Statistics(session::reader, 0, 0);
        reader = session.reader();
    }

    private static HttpFlow at(String path, HttpFlow like) {
        HttpRequest was = like.request();
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "a.test",
                443,
                path,
                was.version(),
                was.headers(),
                null,
                was.body(),
                was.started(),
                was.ended());
        return new HttpFlow(
                like.id(),
                like.revision(),
                like.state(),
                like.started(),
                like.duration(),
                like.client(),
                like.server(),
                request,
                null,
                List.of(),
                null,
                like.notes(),
                null);
    }

    @AfterEach
    void stop() throws Exception {
        statistics.close();
        reader.close();
        session.close();
    }

    private long matched(Filter filter) throws Exception {
        List<Long> found = new ArrayList<>();
        reader.search(
                FlowSearch.of(FilterParser.parse(filter.toString())), place -> found.add(place.flow()), () -> false);
        return found.size();
    }

    static List<String> names() {
        return GroupKey.names();
    }

    @ParameterizedTest(name = "by {0}")
    @MethodSource("names")
    void ofEachGroup(String by) throws Exception {
        GroupKey key = GroupKey.named(by).orElseThrow();
        Groups.Answer answer = statistics.answer(
                FlowScope.of(Filter.ALL),
                new Question<>(by, () -> new Groups(key, 1_000, Groups.Rank.BYTES)),
                () -> false);
        for (Groups.Group group : answer.groups()) {
            if (group.filter() != null) {
                assertThat(matched(group.filter())).as(group.toString()).isEqualTo(group.flows());
            }
        }
        assertThat(answer.groups().size()).isEqualTo(answer.keys());
    }

    @Test
    void ofEachNode() throws Exception {
        assertThat(open("")).isGreaterThan(10);
    }

    /** Returns the number of nodes below a path. */
    private int open(String path) throws Exception {
        SiteTree.Answer answer = statistics.answer(
                FlowScope.of(Filter.ALL), new Question<>(path, () -> new SiteTree(path, 0)), () -> false);
        int nodes = 0;
        for (SiteTree.Node node : answer.nodes()) {
            assertThat(matched(node.filter())).as(node.toString()).isEqualTo(node.flows());
            nodes += 1 + (node.leaf() ? 0 : open(node.path()));
        }
        return nodes;
    }
}
