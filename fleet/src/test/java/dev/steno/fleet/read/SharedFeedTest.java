package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.LoggedLines;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a feed reports of the changes of a shared store. */
class SharedFeedTest {
    private final BlockingQueue<FlowEvent> events = new LinkedBlockingQueue<>();

    private static List<Flow> ship(LoadedStore store, int recorder, FlowEvent... facts) throws Exception {
        SqliteSessionStore file = SqliteSessionStore.temporary("test");
        try (SessionReader session = file.reader()) {
            file.commit(WriteBatch.of(facts));
            List<Flow> flows = session.page(Place.START, 10_000, false);
            store.load(recorder, session, flows);
            return flows;
        } finally {
            file.close();
        }
    }

    /** Returns the next events as {@code C1.3} for a changed, {@code E1.3} for an ended and {@code D1.3} for a deleted flow. */
    private List<String> next(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            FlowEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("event %s of %s", texts.size() + 1, count).isNotNull();
            texts.add(text(event));
        }
        return texts;
    }

    private static String text(FlowEvent event) {
        if (event instanceof FlowEvent.Closed closed) {
            return "E" + FlowNumber.print(closed.flow().id());
        }
        if (event instanceof FlowEvent.Changed changed) {
            return "C" + FlowNumber.print(changed.flow().id());
        }
        return "D" + FlowNumber.print(((FlowEvent.Deleted) event).flow());
    }

    private SharedFeed feed(LoadedStore store, boolean fromBeginning) throws Exception {
        SharedFeed feed = new SharedFeed(store.url, fromBeginning);
        feed.follow(events::add);
        feed.start(SharedFeed.INTERVAL);
        return feed;
    }

    @Test
    void flowsRevisionsAndDeletionsOfAllRecordersAreReported() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared())) {
            ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
            try (SharedFeed feed = feed(store, false)) {
                ship(store, 1, new FlowEvent.Closed(Flows.complete(2)), new FlowEvent.Changed(Flows.open(3)));
                assertThat(next(2)).containsExactly("E1.2", "C1.3");
                ship(store, 9, new FlowEvent.Closed(Flows.complete(1)));
                assertThat(next(1)).containsExactly("E9.1");
                List<Flow> ended = ship(store, 1, new FlowEvent.Closed(Flows.complete(3)));
                assertThat(next(1)).containsExactly("E1.3");
                store.remove(1, ended);
                assertThat(next(1)).containsExactly("D1.3");
                assertThat(feed.waiting()).isEmpty();
                try (SessionReader reader = feed.reader()) {
                    assertThat(reader.flow(FlowNumber.of(9, 1))).isPresent();
                }
                feed.lookNow().get(60, TimeUnit.SECONDS);
                assertThat(events).isEmpty();
            }
        }
    }

    @Test
    void thatTheStoreIsAwayAndThatItIsReadAgainIsSaidOnceEach() throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (LoadedStore store = new LoadedStore(server);
                CuttingRelay relay = new CuttingRelay(server.port());
                LoggedLines logged = new LoggedLines(SharedFeed.class)) {
            ServerUrl through =
                    ServerUrl.parse(store.url.toString().replace(":" + server.port() + "/", ":" + relay.port() + "/"));
            try (SharedFeed feed = new SharedFeed(through, false)) {
                feed.follow(events::add);
                relay.refuse(true);
                for (int i = 0; i < 3; i++) {
                    feed.lookNow().get(60, TimeUnit.SECONDS);
                }
                assertThat(logged.lines()).singleElement().asString().contains("could not be read for new flows");
                relay.refuse(false);
                ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
                feed.lookNow().get(60, TimeUnit.SECONDS);
                assertThat(next(1)).containsExactly("E1.1");
                assertThat(logged.lines()).hasSize(2).last().asString().contains("is read again");
            }
        }
    }

    @Test
    void aRevisionThatALaterBatchNamesAgainIsReportedOnce() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared())) {
            try (SharedFeed feed = feed(store, false)) {
                ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
                assertThat(next(1)).containsExactly("E1.1");
                ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
                feed.lookNow().get(60, TimeUnit.SECONDS);
                ship(store, 1, new FlowEvent.Closed(Flows.complete(2)));
                assertThat(next(1)).containsExactly("E1.2");
            }
        }
    }

    @Test
    void aDamagedFlowIsPassedOverAndDoesNotHoldUpOthers() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared())) {
            try (SharedFeed feed = feed(store, false);
                    LoadedStore other = store.another()) {
                other.run("BEGIN");
                ship(other, 1, new FlowEvent.Closed(Flows.complete(1)), new FlowEvent.Closed(Flows.complete(2)));
                other.run("UPDATE steno.flow SET pb = 'rubbish', dict = -1 WHERE flow = 1");
                other.run("COMMIT");
                assertThat(next(1)).containsExactly("E1.2");
                ship(store, 1, new FlowEvent.Closed(Flows.complete(3)));
                assertThat(next(1)).containsExactly("E1.3");
                feed.lookNow().get(60, TimeUnit.SECONDS);
                assertThat(events).isEmpty();
            }
        }
    }

    @Test
    void aNoteOfAViewerIsReportedOnceWithItsFlow() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared())) {
            List<Flow> flows = ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
            store.note(1, flows.get(0), "ann", "red", null);
            try (SharedFeed feed = feed(store, false)) {
                store.note(1, flows.get(0), "bob", null, "look");
                FlowEvent event = events.poll(20, TimeUnit.SECONDS);
                assertThat(event).isInstanceOf(FlowEvent.Changed.class);
                assertThat(((FlowEvent.Changed) event).flow().notes().mark()).isEqualTo("red");
                assertThat(((FlowEvent.Changed) event).flow().notes().comment()).isEqualTo("look");
                store.note(1, flows.get(0), "bob", "", "look");
                FlowEvent next = events.poll(20, TimeUnit.SECONDS);
                assertThat(((FlowEvent.Changed) next).flow().notes().mark()).isEmpty();
                feed.lookNow().get(60, TimeUnit.SECONDS);
                assertThat(events).isEmpty();
            }
        }
    }

    @Test
    void whatTheStoreHoldsIsReportedFirstIfAskedFor() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared())) {
            FlowEvent[] facts = new FlowEvent[300];
            for (int i = 0; i < facts.length; i++) {
                facts[i] = new FlowEvent.Closed(Flows.complete(i + 1));
            }
            ship(store, 1, facts);
            try (SharedFeed feed = feed(store, true)) {
                assertThat(next(300)).startsWith("E1.1", "E1.2").endsWith("E1.300");
                ship(store, 1, new FlowEvent.Closed(Flows.complete(301)));
                assertThat(next(1)).containsExactly("E1.301");
                assertThat(feed.waiting(1)).isNull();
            }
        }
    }

    @Test
    void aBatchThatIsCommittedLateIsReported() throws Exception {
        try (LoadedStore store = new LoadedStore(PostgresServer.shared());
                LoadedStore slow = store.another()) {
            ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
            ship(store, 2, new FlowEvent.Closed(Flows.complete(1)));
            try (SharedFeed feed = feed(store, false)) {
                slow.run("BEGIN");
                slow.change(2, Flows.complete(1));
                ship(store, 1, new FlowEvent.Closed(Flows.complete(2)));
                assertThat(next(1)).containsExactly("E1.2");
                slow.run("COMMIT");
                assertThat(next(1)).containsExactly("E2.1");
                assertThat(feed.waiting()).isEmpty();
            }
        }
    }

    /** The second server never got the last batch that the first one showed; the recorder ships it anew, with more flows. */
    @Test
    void aBatchThatAFailoverTookBackIsReportedWhenItIsShippedAnew() throws Exception {
        try (PostgresServer first = PostgresServer.start(Map.of());
                PostgresServer second = PostgresServer.start(Map.of());
                LoadedStore primary = new LoadedStore(first);
                LoadedStore other = new LoadedStore(second)) {
            for (LoadedStore store : List.of(primary, other)) {
                ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
            }
            ServerUrl both = ServerUrl.parse("postgresql://postgres@127.0.0.1:" + first.port() + ",127.0.0.1:"
                    + second.port() + "/" + primary.url.database());
            try (SharedFeed feed = new SharedFeed(both, false)) {
                feed.follow(events::add);
                feed.start(Duration.ofMillis(50));
                ship(primary, 1, new FlowEvent.Closed(Flows.complete(2)));
                assertThat(next(1)).containsExactly("E1.2");
                first.kill();
                ship(other, 1, new FlowEvent.Closed(Flows.complete(2)), new FlowEvent.Closed(Flows.complete(3)));
                List<String> seen = next(1);
                while (!seen.contains("E1.3")) {
                    seen.addAll(next(1));
                }
            }
        }
    }

    @Test
    void changesThatCameWhileTheServerWasAwayAreReportedOnce() throws Exception {
        try (PostgresServer server = PostgresServer.start(Map.of("fsync", "on"))) {
            LoadedStore store = new LoadedStore(server);
            ship(store, 1, new FlowEvent.Closed(Flows.complete(1)));
            try (SharedFeed feed = new SharedFeed(store.url, false)) {
                feed.follow(events::add);
                feed.start(Duration.ofMillis(50));
                ship(store, 1, new FlowEvent.Closed(Flows.complete(2)));
                assertThat(next(1)).containsExactly("E1.2");
                server.kill();
                feed.lookNow().get(60, TimeUnit.SECONDS);
                server.start();
                try (LoadedStore again = store.another()) {
                    ship(again, 1, new FlowEvent.Closed(Flows.complete(3)));
                    List<String> seen = next(1);
                    while (!seen.get(seen.size() - 1).equals("E1.3")) {
                        seen.addAll(next(1));
                    }
                    assertThat(seen).contains("E1.3");
                }
            }
        }
    }
}
