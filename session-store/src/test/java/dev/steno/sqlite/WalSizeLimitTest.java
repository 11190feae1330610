package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Durability;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.StoreListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a session that is being recorded returns to its normal size, whatever other programs read. */
@Timeout(600)
class WalSizeLimitTest {
    @TempDir
    Path folder;

    private final RecordBudget recordBudget = new RecordBudget(16 << 20);
    private final List<String> warned = new CopyOnWriteArrayList<>();
    private Path file;
    private Session session;
    private int bodies;

    private void open() throws Exception {
        file = folder.resolve("work.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test", Durability.PROCESS);
        session = new Session(recordBudget);
        session.onFailure(new StoreListener() {
            @Override
            public void sessionFailed(String message) {
                warned.add(message);
            }

            @Override
            public void logGrows(String message) {
                warned.add(message);
            }
        });
        session.start(store, new Sequences());
    }

    /** Records {@code bytes} bytes; returns the largest size of the log. */
    private long record(long bytes) throws Exception {
        long longest = 0;
        for (long written = 0; written < bytes; ) {
            bodies++;
            for (int piece = 0; piece < 16; piece++) {
                session.accept(new FlowEvent.BodyChunk(bodies, piece, new byte[Body.Stored.CHUNK]));
                written += Body.Stored.CHUNK;
            }
            long size = 16L * Body.Stored.CHUNK;
            session.accept(new FlowEvent.Closed(Flows.complete(bodies, new Body.Stored(bodies, size, size, true))));
            CountDownLatch room = new CountDownLatch(1);
            recordBudget.whenOpen(room::countDown);
            room.await();
            longest = Math.max(longest, Files.size(SideFiles.log(file)));
        }
        session.durable().get();
        return longest;
    }

    @Test
    void shortReadersThatNeverPauseLeaveTheLogBounded() throws Exception {
        open();
        session.durable().get();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread reader = new Thread(() -> readUntil(done, failure), "reader");
            reader.start();
            readers.add(reader);
        }
        long longest = record(4 * Schema.LOG_BYTES);
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(longest).isLessThan(WalSizeLimit.WARNS);
        assertThat(warned).isEmpty();
        session.close();
    }

    private void readUntil(AtomicBoolean done, AtomicReference<Throwable> failure) {
        try (SessionReader reader = session.reader()) {
            while (!done.get()) {
                reader.page(Place.START, 50, true);
                reader.rows(Place.START, 200, false);
            }
        } catch (Exception e) {
            failure.set(e);
        }
    }

    @Test
    void aReaderThatNeverEndsItsTransactionIsToldOfAndTheLogComesBackAfterwards() throws Exception {
        open();
        session.accept(new FlowEvent.Closed(Flows.complete(100_000)));
        session.durable().get();
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.read(file))) {
            other.execute("BEGIN");
            assertThat(other.number("SELECT count(*) FROM flow")).isEqualTo(1);
            record(WalSizeLimit.WARNS + (8 << 20));
            while (warned.isEmpty()) { // the writer checks once a second
                record(1 << 20);
            }
            assertThat(warned).singleElement().asString().contains("end that transaction");
            other.execute("COMMIT");
        }
        await().until(() -> Files.size(SideFiles.log(file)) <= WalSizeLimit.WORTH_TIDYING);
        session.close();
    }
}
