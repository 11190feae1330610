package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class SessionConcurrencyTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 2500;

    @TempDir
    Path folder;

    @Test
    void manyEventLoopsRecordAtOnceAndAReaderMissesNothingThatItWasPromised() throws Exception {
        Session session = new Session(new RecordBudget(1 << 20));
        Sequences sequences = new Sequences();
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), sequences);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(start(failure, () -> {
                for (int j = 0; j < EACH; j++) {
                    long id = sequences.nextFlow();
                    session.accept(new FlowEvent.Opened(Flows.open(id)));
                    session.accept(new FlowEvent.Closed(Flows.complete(id)));
                }
            }));
        }
        // At every moment after it was accepted, a flow is in the hot store or durable.
        Thread reader = start(failure, () -> {
            try (SessionReader stored = session.reader()) {
                session.accept(new FlowEvent.Opened(Flows.open(1_000_000)));
                while (!done.get()) {
                    assertThat(session.newest(1_000_000, stored)).isPresent();
                }
            }
        });
        for (Thread producer : producers) {
            producer.join();
        }
        session.durable().get();
        done.set(true);
        reader.join();
        assertThat(failure).hasNullValue();
        assertThat(session.hot().size()).isZero();
        try (SessionReader stored = session.reader()) {
            List<Flow> flows = stored.page(Place.START, PRODUCERS * EACH + 10, false);
            assertThat(flows).hasSize(PRODUCERS * EACH + 1);
            assertThat(flows.subList(0, PRODUCERS * EACH)).allMatch(flow -> flow.revision() == 2);
        }
        assertThat(session.close().flows()).isEqualTo(PRODUCERS * EACH + 1);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Thread start(AtomicReference<Throwable> failure, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }
}
