package dev.steno.fleet.nodes;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.ship.BodyPolicy;
import dev.steno.fleet.ship.NewNumber;
import dev.steno.fleet.ship.OutgoingFlows;
import dev.steno.fleet.ship.ShipListener;
import dev.steno.fleet.ship.ShipStatus;
import dev.steno.fleet.ship.Shipper;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session that is recorded, some hundred flows a second, and shipped meanwhile: by one thread each, as by a proxy and {@code steno
 * ship --follow}. A flow begins in one commit and ends some commits later.
 */
final class ShippedSession implements ShipListener, AutoCloseable {
    private static final long BETWEEN_COMMITS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int AT_ONCE = 5;

    private final Path file;
    private final ServerUrl url;
    private final ShipSpool spool;
    private final SqliteSessionReader reader;
    private final Shipper shipper;
    private final Thread recording;
    private final Thread shipping;
    private volatile boolean ending;
    private volatile long recorded;
    private volatile @Nullable Throwable failure;
    private volatile long heard = System.nanoTime();
    private volatile long longestGap;

    ShippedSession(Path file, String url) throws IOException {
        this.file = file;
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        this.spool = ShipSpool.open(file);
        this.reader = SqliteSessionReader.open(file);
        this.url = ServerUrl.parse(url);
        this.shipper = newShipper();
        this.recording = thread("recording", () -> record(store));
        this.shipping = thread("shipping", () -> shipper.run(true));
    }

    private Shipper newShipper() {
        OutgoingFlows all = new OutgoingFlows(Filter.ALL, BodyPolicy.ALL, Redactor.NONE, reader);
        Shipper.Sender sender = new Shipper.Sender(String.valueOf(file.getFileName()), "host.test", "test");
        return new Shipper(url, spool, all, sender, this, () -> false);
    }

    /** Work of a thread. */
    private interface Work {
        void run() throws IOException;
    }

    private Thread thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException | Error e) {
                        failure = e;
                    }
                },
                name + " " + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void record(SqliteSessionStore store) throws SessionException {
        try {
            for (long first = 1; !ending; first += AT_ONCE) {
                List<FlowEvent> facts = new ArrayList<>();
                for (long id = first; id < first + AT_ONCE; id++) {
                    facts.add(new FlowEvent.Opened(SampleFlows.open(id, id)));
                    if (id > AT_ONCE) {
                        facts.add(new FlowEvent.Closed(SampleFlows.complete(id - AT_ONCE, id - AT_ONCE)));
                    }
                }
                store.commit(WriteBatch.of(facts.toArray(new FlowEvent[0])));
                recorded = first + AT_ONCE - 1;
                LockSupport.parkNanos(BETWEEN_COMMITS);
            }
        } finally {
            store.close();
        }
    }

    Path file() {
        return file;
    }

    /** The number of the session in the store; 0 until it was reached. */
    int recorder() {
        return shipper.status().recorder();
    }

    /** The flows that were recorded so far. */
    long recorded() {
        return recorded;
    }

    /** The longest time without an acknowledged part, in nanoseconds. */
    long longestGap() {
        return longestGap;
    }

    /** Why a thread has ended before it should; null if none has. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Ends the recording and its shipper; another one sends the rest, as {@code steno ship} does. Blocks. */
    void shipRest() throws IOException, InterruptedException {
        ending = true;
        recording.join();
        shipper.stop();
        shipping.join();
        newShipper().run(false);
    }

    @Override
    public void progress(ShipStatus now) {
        long at = System.nanoTime();
        longestGap = Math.max(longestGap, at - heard);
        heard = at;
    }

    @Override
    public void refused(long flow, String reason) {
        failure = new AssertionError("flow " + flow + " is refused: " + reason);
    }

    @Override
    public void registeredAnew(int recorder, int before, NewNumber why) {
        failure = new AssertionError("registered anew as " + recorder);
    }

    @Override
    public void close() throws IOException {
        ending = true;
        shipper.stop();
        try {
            recording.join();
            shipping.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
        spool.close();
    }
}
