package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread of the statistics: what waits together, what is read again, and what ends early. */
class StatisticsTest {
    private static final FlowScope ALL = FlowScope.of(Filter.ALL);

    private final Session session = new Session(new RecordBudget(8 << 20));
    private Statistics statistics;

    @BeforeEach
    void start() throws Exception {
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        record(1, 5_000);
        statistics = new Statistics(session::reader, 0, 0);
    }

    @AfterEach
    void stop() throws Exception {
        statistics.close();
        session.close();
    }

    private void record(long from, long to) throws Exception {
        for (long id = from; id <= to; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
    }

    /** Counts flows, and how often it was asked to. */
    private static final class Counter implements Tally<Long> {
        private final AtomicInteger added;
        private long flows;

        private Counter(AtomicInteger added) {
            this.added = added;
        }

        @Override
        public List<FlowColumn> columns() {
            return List.of(FlowColumns.ID);
        }

        @Override
        public void add(ColumnBlock flow, int weight) {
            added.incrementAndGet();
            flows += weight;
        }

        @Override
        public Long result() {
            return flows;
        }
    }

    private static Question<Long> counting(Object key, AtomicInteger added) {
        return new Question<>(key, () -> new Counter(added));
    }

    @Test
    void aLaterAnswerReadsOnlyTheFlowsThatCameSince() throws Exception {
        AtomicInteger added = new AtomicInteger();
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(5_000);
        record(5_001, 5_010);
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(5_010);
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(5_010);
        assertThat(added).hasValue(5_010);
    }

    @Test
    void anOpenFlowIsCountedUntilItEndsAndOnceThen() throws Exception {
        AtomicInteger added = new AtomicInteger();
        session.accept(new FlowEvent.Opened(Flows.open(6_000)));
        session.durable().get();
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(5_001);
        session.accept(new FlowEvent.Closed(Flows.answered(Flows.open(6_000), FlowState.COMPLETE, Body.NONE)));
        session.durable().get();
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(5_001);
    }

    @Test
    void aRemovedFlowIsNoLongerCounted() throws Exception {
        AtomicInteger added = new AtomicInteger();
        statistics.answer(ALL, counting("flows", added), () -> false);
        session.accept(new FlowEvent.Deleted(7));
        session.durable().get();
        assertThat(statistics.answer(ALL, counting("flows", added), () -> false))
                .isEqualTo(4_999);
    }

    @Test
    void fewFlowsAreReadByNumber() throws Exception {
        FlowScope few = FlowScope.of(FilterParser.parse("id in (3, 4000)"));
        assertThat(statistics.answer(few, counting("flows", new AtomicInteger()), () -> false))
                .isEqualTo(2);
    }

    @Test
    void questionsThatWaitTogetherShareAPass() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Object> busy = statistics.readLater((reader, cancelled) -> {
            awaitUninterruptibly(go);
            return "";
        });
        AtomicInteger scans = new AtomicInteger();
        FlowScope counted = FlowScope.of("counted", (reader, cancelled) -> {
            scans.incrementAndGet();
            return ALL.flows().find(reader, cancelled);
        });
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(statistics.answerLater(counted, counting("question " + i, new AtomicInteger())));
        }
        go.countDown();
        busy.get();
        for (CompletableFuture<Long> answer : answers) {
            assertThat(answer.get()).isEqualTo(5_000);
        }
        assertThat(scans).hasValue(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void workEndsWhenTheAnswerIsNoLongerWanted() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FlowScope slow = FlowScope.of("slow", (reader, cancelled) -> {
            gone.set(true);
            await().until(cancelled::getAsBoolean);
            ended.complete(true);
            throw new CancellationException();
        });
        assertThatThrownBy(() -> statistics.answer(slow, counting("flows", new AtomicInteger()), gone::get))
                .isInstanceOf(CancellationException.class);
        assertThat(ended.get()).isTrue();
        assertThat(statistics.answer(ALL, counting("flows", new AtomicInteger()), () -> false))
                .isEqualTo(5_000);
    }

    @Test
    void tooManyQuestionsAreRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> busy = statistics.readLater((reader, cancelled) -> {
            begun.countDown();
            awaitUninterruptibly(go);
            return "";
        });
        begun.await();
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int i = 0; i < Statistics.WAITING; i++) {
            answers.add(statistics.answerLater(ALL, counting(i, new AtomicInteger())));
        }
        assertThatThrownBy(() -> statistics.answerLater(ALL, counting("one more", new AtomicInteger())))
                .isInstanceOf(Statistics.BusyException.class)
                .hasMessage("64 questions about statistics wait for an answer, which is the limit; ask again later");
        go.countDown();
        busy.get();
        for (CompletableFuture<Long> answer : answers) {
            assertThat(answer.get()).isEqualTo(5_000);
        }
    }

    @Test
    void aFailureIsTheQuestionsOwn() throws Exception {
        FlowScope damaged = FlowScope.of("damaged", (reader, cancelled) -> {
            throw new SessionException("the file has a hole");
        });
        assertThatThrownBy(() -> statistics.answer(damaged, counting("flows", new AtomicInteger()), () -> false))
                .isInstanceOf(SessionException.class)
                .hasMessage("the file has a hole");
        assertThat(statistics.answer(ALL, counting("flows", new AtomicInteger()), () -> false))
                .isEqualTo(5_000);
    }
}
