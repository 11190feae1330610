package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Admission;
import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
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

@Timeout(30)
class ViewTest {
    @TempDir
    Path folder;

    private Session session;
    private View view;

    @BeforeEach
    void start() throws Exception {
        session = new Session(new Admission(1 << 20));
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), new Sequences());
        view = new View(session);
    }

    @AfterEach
    void stop() throws Exception {
        view.close();
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
        assertThat(view.page(0, 10).get()).containsExactly(Flows.complete(1), Flows.open(2));
        assertThat(view.indexOf(2).get()).isEqualTo(OptionalLong.of(1));
        assertThat(view.indexOf(3).get()).isEmpty();
    }

    @Test
    void listenersHearTheSumOfAFrame() throws Exception {
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.setFilter(FilterParser.parse("~s")).get();
        view.listen(frames::add);
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
        send(Flows.open(1));
        send(Flows.complete(1));
        send(Flows.complete(1).withNotes(Flows.complete(1).notes().withMark("x")));
        send(Flows.open(2));
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Inserted(1));
        send(Flows.complete(1).withNotes(Flows.complete(1).notes().withMark("y")));
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Updated(1));
        view.deleted(1);
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Removed(1));
        send(Flows.complete(1));
        assertThat(view.size().get()).isZero();
    }

    @Test
    void manyChangesInAFrameAreOneReset() throws Exception {
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.setFilter(Filter.ALL).get();
        view.listen(frames::add);
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
        // Held on the view thread, so that they fall into one frame however slow the machine.
        CountDownLatch go = new CountDownLatch(1);
        view.listen(frame -> await().until(() -> go.getCount() == 0));
        send(Flows.complete(1));
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Inserted(1));
        for (long id = 2; id <= 1500; id++) {
            send(Flows.complete(id));
        }
        go.countDown();
        assertThat(frames.poll(10, TimeUnit.SECONDS)).containsExactly(new ViewEvent.Reset());
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
    void aViewThatWasNotToldOfEveryChangeSearchesAnew() throws Exception {
        view.setFilter(Filter.ALL).get();
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        session.durable().get();
        assertThat(view.size().get()).isZero();
        view.fellBehind(1);
        await().until(() -> view.size().get() == 1);
        var filtered = view.setFilter(FilterParser.parse("~u items/1"));
        view.fellBehind(1);
        assertThat(filtered.get()).isNull(); // not cancelled: the same filter came into force
        assertThat(view.ids(0, 10).get()).containsExactly(1L);
    }

    private void stored(long id, long body, byte[] bytes) {
        HttpFlow open = Flows.open(id);
        send(open);
        session.accept(new FlowEvent.BodyChunk(body, 0, bytes));
        send(Flows.answered(open, FlowState.COMPLETE, new Body.Stored(body, bytes.length, bytes.length, true)));
    }

    private void send(Flow flow) {
        session.accept(new FlowEvent.Changed(flow));
        view.changed(flow);
    }
}
