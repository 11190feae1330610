package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ViewTest {
    @TempDir
    Path folder;

    private Session session;
    private Views views;
    private View view;

    @BeforeEach
    void start() throws Exception {
        session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), new Sequences());
        views = Views.of(session);
        view = views.open();
    }

    @AfterEach
    void stop() throws Exception {
        views.close();
        session.close();
    }

    @Test
    void aResumedSessionIsShownOnceItWasSearched() throws Exception {
        for (long id = 1; id <= 1200; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
        view.setFilter(FilterParser.parse("~u items/1.*0\\?")).get();
        assertThat(view.size().get()).isEqualTo(32);
        assertThat(view.ids(0, 3).get()).containsExactly(10L, 100L, 110L);
        assertThat(view.ids(30, 10).get()).containsExactly(1190L, 1200L).doesNotContain(1191L);
    }

    @Test
    void aPageHasTheNewestRevisionWhetherDurableOrNot() throws Exception {
        view.setFilter(Filter.ALL).get();
        send(Flows.open(1));
        session.durable().get();
        send(Flows.complete(1));
        send(Flows.open(2));
        view.settled().get();
        assertThat(view.page(0, 10).get()).containsExactly(Flows.complete(1), Flows.open(2));
        assertThat(view.indexOf(2).get()).isEqualTo(OptionalLong.of(1));
        assertThat(view.indexOf(3).get()).isEmpty();
    }

    @Test
    void listenersHearTheSumOfAFrame() throws Exception {
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.listen(frames::add);
        view.setFilter(FilterParser.parse("~s")).get();
        assertThat(frames.poll(180, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
        CountDownLatch go =
                new CountDownLatch(1); // the view thread is blocked meanwhile, so that all changes are in one frame
        view.listen(frame -> await().until(() -> go.getCount() == 0));
        send(Flows.complete(9));
        assertThat(frames.poll(180, TimeUnit.SECONDS)).contains(new ViewEvent.Inserted(9, 0));
        session.accept(new FlowEvent.Deleted(9));
        send(Flows.open(1));
        send(Flows.complete(1));
        send(Flows.complete(1).withNotes(Flows.complete(1).notes().withMark("x")));
        send(Flows.open(2));
        go.countDown();
        assertThat(frames.poll(180, TimeUnit.SECONDS))
                .containsExactly(new ViewEvent.Removed(9, 0), new ViewEvent.Inserted(1, 0), new ViewEvent.Focused(1));
        send(Flows.complete(1).withNotes(Flows.complete(1).notes().withMark("y")));
        assertThat(frames.poll(180, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Updated(1));
        session.accept(new FlowEvent.Deleted(1));
        assertThat(frames.poll(180, TimeUnit.SECONDS))
                .containsExactly(new ViewEvent.Removed(1, 0), new ViewEvent.Focused(0));
        send(Flows.complete(1));
        view.settled().get();
        assertThat(view.size().get()).isZero();
    }

    @Test
    void manyChangesInAFrameAreOneReset() throws Exception {
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.listen(frames::add);
        view.setFilter(Filter.ALL).get();
        assertThat(frames.poll(180, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
        // The view thread is blocked meanwhile, so that all changes are in one frame however slow the machine is.
        CountDownLatch go = new CountDownLatch(1);
        view.listen(frame -> await().until(() -> go.getCount() == 0));
        send(Flows.complete(1));
        assertThat(frames.poll(180, TimeUnit.SECONDS))
                .containsExactly(new ViewEvent.Inserted(1, 0), new ViewEvent.Focused(1));
        for (long id = 2; id <= 1500; id++) {
            send(Flows.complete(id));
        }
        go.countDown();
        assertThat(frames.poll(180, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
        assertThat(view.size().get()).isEqualTo(1500);
    }

    @Test
    void aFilterOnBodiesFindsThemLiveAndStored() throws Exception {
        byte[] needle = ("x".repeat(300_000) + " needle " + "y".repeat(10)).getBytes(StandardCharsets.US_ASCII);
        send(Flows.complete(1));
        stored(2, 1, needle);
        view.setFilter(FilterParser.parse("~b needle | ~b 'body of 1$'")).get();
        stored(3, 2, needle);
        stored(4, 3, "z".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
        await().until(() -> view.ids(0, 10).get().equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void aLaterFilterSupersedesOneUnderWay() throws Exception {
        for (long id = 1; id <= 2000; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
        var first = view.setFilter(FilterParser.parse("~h nothing"));
        view.setFilter(FilterParser.parse("~u items/77\\?")).get();
        assertThatThrownBy(first::get).isInstanceOf(CancellationException.class);
        assertThat(view.ids(0, 10).get()).containsExactly(77L);
    }

    @Test
    void aViewThatFellBehindLooksAtTheSessionAnew() throws Exception {
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.settled().get();
        CountDownLatch go = new CountDownLatch(1);
        view.listen(frame -> await().until(() -> go.getCount() == 0));
        send(Flows.complete(1));
        view.listen(frames::add);
        await().until(() -> session.hot().size() == 0);
        for (long id = 2; id <= 12_000; id++) { // more than the inbox holds while the view thread is blocked
            send(Flows.complete(id));
        }
        go.countDown();
        await().until(() -> view.size().get() == 12_000);
        await().untilAsserted(
                        () -> assertThat(frames.stream().flatMap(List::stream)).contains(new ViewEvent.Reset()));
    }

    @Test
    void anOrderIsKeptWhileFlowsComeAndChange() throws Exception {
        view.setOrder(Order.STATUS).get();
        send(Flows.complete(1));
        send(Flows.open(2));
        send(Flows.complete(3));
        view.settled().get();
        assertThat(view.ids(0, 10).get()).containsExactly(2L, 1L, 3L); // the flow without a status is first
        send(Flows.complete(2));
        view.settled().get();
        assertThat(view.ids(0, 10).get()).containsExactly(1L, 2L, 3L);
        view.setReversed(true).get();
        assertThat(view.ids(0, 10).get()).containsExactly(3L, 2L, 1L);
        assertThat(view.rows(0, 1).get()).extracting(FlowRow::id).containsExactly(3L);
        view.setOrder(Order.TIME).get();
        assertThat(view.ids(0, 10).get()).containsExactly(3L, 2L, 1L);
        assertThat(view.arrangement().get()).isEqualTo(new Arrangement(Filter.ALL, false, Order.TIME, true));
    }

    @Test
    void anOrderAskedForWhileAFilterIsUnderWayKeepsTheFilter() throws Exception {
        for (long id = 1; id <= 300; id++) {
            send(Flows.complete(id));
        }
        var filtered = view.setFilter(FilterParser.parse("~u items/1\\d\\?"));
        var ordered = view.setOrder(Order.URL);
        ordered.get();
        filtered.get();
        assertThat(view.arrangement().get().order()).isEqualTo(Order.URL);
        assertThat(view.ids(0, 100).get()).containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
    }

    @Test
    void aViewOfMarkedFlowsNeverShowsOneWithoutAMark() throws Exception {
        for (long id = 1; id <= 5; id++) {
            send(Flows.open(id));
        }
        mark(2, "x");
        mark(4, "x");
        view.setMarkedOnly(true).get();
        assertThat(view.ids(0, 10).get()).containsExactly(2L, 4L);
        send(Flows.complete(1)); // an update does not add an unmarked flow
        send(Flows.complete(2)); // and a revision from the exchange does not remove a user's mark
        mark(4, "");
        mark(5, "y");
        view.settled().get();
        assertThat(view.ids(0, 10).get()).containsExactly(2L, 5L);
        view.setMarkedOnly(false).get();
        assertThat(view.size().get()).isEqualTo(5);
    }

    @Test
    void aMarkGivenWhileAnExchangeGoesOnIsDurable() throws Exception {
        send(Flows.open(1));
        mark(1, "a");
        session.durable().get();
        mark(1, "b"); // the flow is durable, its exchange not finished
        send(Flows.complete(1));
        send(Flows.complete(2));
        session.durable().get();
        mark(2, "c"); // the exchange has ended
        session.durable().get();
        try (SessionReader reader = session.reader()) {
            Flow first = reader.flow(1).orElseThrow();
            assertThat(first.notes().mark()).isEqualTo("b");
            assertThat(first.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(first.revision()).isEqualTo(Flows.complete(1).revision() + 2);
            assertThat(reader.flow(2).orElseThrow().notes().mark()).isEqualTo("c");
        }
    }

    @Test
    void theFocusFollowsItsFlow() throws Exception {
        assertThat(view.focus().get()).isEmpty();
        send(Flows.complete(5));
        view.settled().get();
        assertThat(view.focus().get()).hasValue(5);
        send(Flows.complete(3));
        send(Flows.complete(4));
        view.settled().get();
        assertThat(view.focus().get()).hasValue(5);
        assertThat(view.moveFocus(-1).get()).hasValue(4);
        assertThat(view.moveFocus(-10).get()).hasValue(3);
        assertThat(view.focusAt(-1).get()).hasValue(5);
        assertThat(view.focusAt(-10).get()).hasValue(3);
        assertThat(view.focusAt(1).get()).hasValue(4);
        session.accept(new FlowEvent.Deleted(4));
        view.settled().get();
        assertThat(view.focus().get()).hasValue(5);
        view.setFilter(FilterParser.parse("~u items/3")).get();
        assertThat(view.focus().get()).hasValue(3);
        view.setFilter(FilterParser.parse("~u none")).get();
        assertThat(view.focus().get()).isEmpty();
    }

    @Test
    void viewsOfOneSessionAreIndependent() throws Exception {
        View other = views.open();
        other.setFilter(FilterParser.parse("~u items/2")).get();
        send(Flows.complete(1));
        send(Flows.complete(2));
        view.settled().get();
        other.settled().get();
        assertThat(view.ids(0, 10).get()).containsExactly(1L, 2L);
        assertThat(other.ids(0, 10).get()).containsExactly(2L);
        other.close();
        send(Flows.complete(3));
        view.settled().get();
        assertThat(view.size().get()).isEqualTo(3);
    }

    private void mark(long id, String mark) throws Exception {
        try (SessionReader reader = session.reader()) {
            assertThat(session.edit(id, notes -> notes.withMark(mark), reader)).isPresent();
        }
    }

    private void stored(long id, long body, byte[] bytes) {
        HttpFlow open = Flows.open(id);
        send(open);
        session.accept(new FlowEvent.BodyChunk(body, 0, bytes));
        send(Flows.answered(open, FlowState.COMPLETE, new Body.Stored(body, bytes.length, bytes.length, true)));
    }

    private void send(Flow flow) {
        session.accept(new FlowEvent.Changed(flow));
    }
}
