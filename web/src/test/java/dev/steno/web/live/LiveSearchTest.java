package dev.steno.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a page is told of the search for its filter. */
@Timeout(600)
class LiveSearchTest {
    private static final int LARGE = 200_000;

    @TempDir
    Path folder;

    private Path session(int flows) throws Exception {
        Path file = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        for (long id = 1; id <= flows; ) {
            List<FlowEvent> facts = new ArrayList<>();
            for (int i = 0; i < 5_000 && id <= flows; i++) {
                facts.add(new FlowEvent.Closed(ListedFlows.complete(id++)));
            }
            store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
        }
        store.close();
        return file;
    }

    @Test
    void aFilterWithAnErrorLeavesTheOneBeforeInForce() throws Exception {
        try (LiveServer server = new LiveServer(session(10));
                LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'id > 7'}");
            page.send("{'t':'win','count':5,'tail':true}");
            page.frame(List.of(8L, 9L, 10L)::equals);
            page.send("{'t':'view','filter':'id > 7 & ('}");
            Map<String, Object> state = page.next(message -> message.containsKey("problem"));
            assertThat(state).containsEntry("filter", "id > 7 & (").containsEntry("searching", false);
            Map<?, ?> problem = (Map<?, ?>) state.get("problem");
            assertThat(((Number) problem.get("column")).intValue()).isEqualTo(10);
            assertThat(problem.get("found").toString()).isNotEmpty();
            assertThat(problem.get("expected").toString()).isNotEmpty();
            assertThat(problem.get("detail").toString()).startsWith("character 11 of the filter");
            server.record(ListedFlows.complete(11));
            page.frame(List.of(8L, 9L, 10L, 11L)::equals);
        }
    }

    @Test
    void theProgressOfALongSearchIsToldUntilItEnds() throws Exception {
        try (LiveServer server = new LiveServer(session(LARGE));
                LiveClient page = server.open()) {
            page.send("{'t':'win','count':20,'tail':true}");
            page.send("{'t':'view','filter':'status >= 500'}");
            List<Map<String, Object>> states = new ArrayList<>();
            Map<String, Object> state;
            do {
                state = page.next("state");
                states.add(state);
                assertThat(state).containsEntry("filter", "status >= 500");
                assertThat(LiveClient.number(state, "of")).isEqualTo(LARGE);
                assertThat(LiveClient.number(state, "searched")).isBetween(0L, (long) LARGE);
            } while (state.get("searching").equals(true));
            assertThat(LiveClient.number(state, "matches")).isEqualTo(LARGE / 100);
            assertThat(states)
                    .isSortedAccordingTo((one, other) ->
                            Long.compare(LiveClient.number(one, "matches"), LiveClient.number(other, "matches")));
            // the newest are found first, and shown before the search ends
            assertThat(states.get(0)).containsEntry("searching", true);
            page.send("{'t':'win','from':0,'count':2}");
            page.frame(List.of(100L, 200L)::equals);
        }
    }

    @Test
    void aFrameSaysOfWhichViewItIsAndWhetherAllIsFound() throws Exception {
        try (LiveServer server = new LiveServer(session(10));
                LiveClient page = server.open()) {
            page.send("{'t':'view','n':1,'filter':'id > 7'}");
            page.send("{'t':'win','count':5,'tail':true}");
            assertThat(LiveClient.ids(page.next(message -> isWhole(message, 1))))
                    .containsExactly(8L, 9L, 10L);
            page.send("{'t':'view','n':2,'filter':'id > 8'}");
            assertThat(LiveClient.ids(page.next(message -> isWhole(message, 2))))
                    .containsExactly(9L, 10L);
            // the same flows are told again
            page.send("{'t':'view','n':3,'filter':'id >= 9'}");
            assertThat(LiveClient.ids(page.next(message -> isWhole(message, 3))))
                    .containsExactly(9L, 10L);
            page.send("{'t':'view','n':4,'filter':'id >= 9'}");
            page.next(message -> isWhole(message, 4));
            // one with an error changes nothing but the number
            page.send("{'t':'view','n':5,'filter':'id >= 9 & ('}");
            page.send("{'t':'win','count':5,'tail':true}");
            assertThat(LiveClient.ids(page.next(message -> isWhole(message, 5))))
                    .containsExactly(9L, 10L);
            page.send("{'t':'view','n':6,'filter':'id >= 9','order':'url'}");
            assertThat(LiveClient.ids(page.next(message -> isWhole(message, 6))))
                    .hasSize(2);
        }
    }

    private static boolean isWhole(Map<String, Object> message, long view) {
        return message.get("t").equals("w")
                && LiveClient.number(message, "view") == view
                && message.get("whole").equals(true);
    }

    @Test
    void theNextFilterSupersedesASearch() throws Exception {
        try (LiveServer server = new LiveServer(session(20_000));
                LiveClient page = server.open()) {
            page.send("{'t':'win','count':3,'tail':true}");
            for (int i = 1; i <= 30; i++) {
                page.send("{'t':'view','filter':'~bs \\\"no such text " + i + "\\\"'}");
            }
            page.send("{'t':'view','filter':'id > 19998'}");
            Map<String, Object> end = page.next(message -> message.get("t").equals("state")
                    && message.get("searching").equals(false)
                    && message.get("filter").equals("id > 19998"));
            assertThat(LiveClient.number(end, "matches")).isEqualTo(2);
            await().until(() -> page.rows().keySet().equals(Set.of(19_999L, 20_000L)));
        }
    }

    @Test
    void aCancelledSearchReturnsToTheFilterBefore() throws Exception {
        try (LiveServer server = new LiveServer(session(LARGE));
                LiveClient page = server.open()) {
            page.send("{'t':'view','filter':'id <= 3'}");
            page.send("{'t':'win','count':3,'tail':true}");
            page.frame(List.of(1L, 2L, 3L)::equals);
            page.send("{'t':'view','filter':'~bs \\\"no such text\\\"'}");
            page.send("{'t':'view','filter':'id <= 3'}");
            Map<String, Object> end = page.next(message -> message.get("t").equals("state")
                    && message.get("searching").equals(false)
                    && message.get("filter").equals("id <= 3"));
            assertThat(LiveClient.number(end, "matches")).isEqualTo(3);
            await().until(() -> page.rows().keySet().equals(Set.of(1L, 2L, 3L)));
        }
    }
}
