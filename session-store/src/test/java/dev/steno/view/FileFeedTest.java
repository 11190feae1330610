package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Follows a session through its file alone, as another process would. */
@Timeout(600)
class FileFeedTest {
    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Path file;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("work.steno");
        begin();
    }

    private void begin() throws Exception {
        session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    @Test
    void flowsThatComeAndFlowsThatEndAreTold() throws Exception {
        record(Flows.complete(1));
        record(Flows.open(2));
        try (FileFeed feed = feed(false)) {
            feed.lookNow().get();
            assertThat(told).isEmpty();
            record(Flows.open(3));
            feed.lookNow().get();
            assertThat(told).containsExactly("3 OPEN");
            record(Flows.complete(2));
            record(Flows.complete(3));
            feed.lookNow().get();
            feed.lookNow().get();
            assertThat(told).containsExactly("3 OPEN", "2 COMPLETE", "3 COMPLETE");
        }
    }

    @Test
    void flowsAreToldAgainOnRequest() throws Exception {
        record(Flows.complete(1));
        try (FileFeed feed = feed(false)) {
            feed.readAgain(Roaring64Bitmap.bitmapOf(1, 7)).get();
            assertThat(told).containsExactly("1 COMPLETE", "7 deleted");
        }
    }

    @Test
    void aFlowIsToldThatWasCommittedAfterOneWithAHigherNumber() throws Exception {
        record(Flows.complete(1));
        record(Flows.complete(4)); // flows 2 and 3 began earlier and are not committed yet
        try (FileFeed feed = feed(false)) {
            record(Flows.complete(3));
            feed.lookNow().get();
            record(Flows.complete(7));
            feed.lookNow().get();
            record(Flows.complete(2));
            record(Flows.complete(5));
            feed.lookNow().get();
            assertThat(told).containsExactly("3 COMPLETE", "7 COMPLETE", "2 COMPLETE", "5 COMPLETE");
        }
    }

    @Test
    void aSessionIsToldFromItsBeginningWhereAskedFor() throws Exception {
        for (long id = 1; id <= 1300; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
        try (FileFeed feed = feed(true)) {
            feed.lookNow().get();
            assertThat(told).hasSize(1300).startsWith("1 COMPLETE").endsWith("1300 COMPLETE");
        }
    }

    @Test
    void theRecorderMayEndAndBeginAgain() throws Exception {
        record(Flows.open(1));
        try (FileFeed feed = feed(false)) {
            feed.start(Duration.ofMillis(20));
            session.close();
            await().untilAsserted(() -> assertThat(told).isEmpty());
            begin(); // this marks flows that were open as interrupted
            record(Flows.complete(2));
            await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("1 INTERRUPTED", "2 COMPLETE"));
        }
    }

    @Test
    void viewsOfAFileStayCurrentWhileAnotherRecords() throws Exception {
        record(Flows.complete(1));
        try (FileFeed feed = feed(false);
                Views views = Views.of(feed)) {
            View view = views.open();
            view.setFilter(FilterParser.parse("~s")).get();
            assertThat(view.ids(0, 10).get()).containsExactly(1L);
            feed.start(Duration.ofMillis(20));
            record(Flows.open(2));
            record(Flows.complete(3));
            await().until(() -> view.ids(0, 10).get().equals(List.of(1L, 3L)));
            record(Flows.complete(2));
            await().until(() -> view.ids(0, 10).get().equals(List.of(1L, 2L, 3L)));
            assertThat(view.page(1, 1).get()).containsExactly(Flows.complete(2));
        }
    }

    private FileFeed feed(boolean fromBeginning) throws Exception {
        FileFeed feed = new FileFeed(() -> SqliteSessionReader.open(file), fromBeginning);
        feed.follow(event -> {
            if (event instanceof FlowEvent.Deleted deleted) {
                told.add(deleted.flow() + " deleted");
                return;
            }
            Flow flow = event instanceof FlowEvent.Closed closed ? closed.flow() : ((FlowEvent.Changed) event).flow();
            assertThat(event instanceof FlowEvent.Closed).isEqualTo(flow.state() != FlowState.OPEN);
            told.add(flow.id() + " " + flow.state());
        });
        return feed;
    }

    private void record(Flow flow) throws Exception {
        session.accept(new FlowEvent.Changed(flow));
        session.durable().get();
    }
}
