package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.PassThrough;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.store.TextIndex;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real store whose commits are slow or fail with errors that the disk did not cause. */
@Timeout(600)
class FailingStoreTest {
    @TempDir
    Path folder;

    private final RecordBudget recordBudget = new RecordBudget(32 << 20);
    private final Session session = new Session(recordBudget);
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private Path file;

    @BeforeEach
    void listen() {
        file = folder.resolve("work.steno");
        session.onFailure(new StoreListener() {
            @Override
            public void sessionFailed(String message) {}

            @Override
            public void rejected(long flow, String message) {
                rejected.add(message);
            }
        });
    }

    private void start(Predicate<WriteBatch> fails, Error with) throws SessionException {
        session.start(new Failing(SqliteSessionStore.open(file, "test"), fails, with), new Sequences());
    }

    @Test
    void aFlowForWhichMemoryIsShortIsSetAsideAndTheOthersAreWritten() throws Exception {
        start(
                batch -> batch.flows().stream().anyMatch(flow -> flow.id() == 2),
                new OutOfMemoryError("Java heap space"));
        for (long id = 1; id <= 3; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().join();
        assertThat(rejected).containsExactly("flow 2 cannot be stored: java.lang.OutOfMemoryError: Java heap space");
        assertThat(recordBudget.held()).isZero();
        session.accept(new FlowEvent.Closed(Flows.complete(4)));
        session.durable().join();
        session.close();
        try (SessionReader reader = dev.steno.sqlite.SqliteSessionReader.open(file)) {
            assertThat(reader.ids(Place.START, 10, false)).containsExactly(1L, 3L, 4L);
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void aPieceThatCannotBeWrittenEndsItsBodyThereAndTheFlowSaysSo() throws Exception {
        start(
                batch -> batch.chunks().stream().anyMatch(chunk -> chunk.sequence() == 1),
                new StackOverflowError("deep"));
        int size = Body.Stored.CHUNK;
        for (int piece = 0; piece < 3; piece++) {
            session.accept(new FlowEvent.BodyChunk(1, piece, new byte[size]));
        }
        session.accept(new FlowEvent.Closed(Flows.complete(1, new Body.Stored(1, 3L * size, 3L * size, true))));
        session.durable().join();
        assertThat(rejected)
                .containsExactly("body 1 is kept up to byte " + size + ": java.lang.StackOverflowError: deep");
        session.close();
        try (SessionReader reader = dev.steno.sqlite.SqliteSessionReader.open(file)) {
            Flow flow = reader.flow(1).orElseThrow();
            assertThat(((dev.steno.flow.HttpFlow) flow).response().body())
                    .isEqualTo(new Body.Stored(1, size, 3L * size, true));
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).problems()).isZero();
    }

    @Test
    void whatWaitsTooLongStopsTheReadingOfSocketsUntilItIsWritten() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch committing = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        start(
                batch -> {
                    if (first.getAndSet(false)) {
                        committing.countDown();
                        try {
                            go.await(180, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return false;
                },
                new OutOfMemoryError());
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        assertThat(committing.await(180, TimeUnit.SECONDS)).isTrue();
        assertThat(recordBudget.isOpen()).isTrue();
        long[] id = {1};
        await().until(() -> {
            session.accept(new FlowEvent.Closed(Flows.complete(++id[0])));
            return !recordBudget.isOpen();
        });
        CountDownLatch opened = new CountDownLatch(1);
        recordBudget.whenOpen(opened::countDown);
        assertThat(opened.getCount()).isOne();
        go.countDown();
        assertThat(opened.await(180, TimeUnit.SECONDS)).isTrue();
        session.durable().join();
        assertThat(recordBudget.isOpen()).isTrue();
        session.close();
    }

    private record Failing(SessionStore store, Predicate<WriteBatch> fails, Error with) implements SessionStore {
        @Override
        public void commit(WriteBatch batch) throws SessionException {
            if (fails.test(batch)) {
                throw with;
            }
            store.commit(batch);
        }

        @Override
        public Path file() {
            return store.file();
        }

        @Override
        public boolean resumed() {
            return store.resumed();
        }

        @Override
        public boolean temporary() {
            return store.temporary();
        }

        @Override
        public Resumed resumedWith() {
            return store.resumedWith();
        }

        @Override
        public void passThroughs(Collection<PassThrough> now, Collection<PassThrough.Key> gone)
                throws SessionException {
            store.passThroughs(now, gone);
        }

        @Override
        public TextIndex textIndex() {
            return store.textIndex();
        }

        @Override
        public SessionReader reader() throws SessionException {
            return store.reader();
        }

        @Override
        public void keepAs(Path target) throws SessionException {
            store.keepAs(target);
        }

        @Override
        public Closed close() throws SessionException {
            return store.close();
        }
    }
}
