package dev.steno.cli.ship;

import dev.steno.cli.option.RecordOptions;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.option.ShipOptions;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.ship.NewNumber;
import dev.steno.fleet.ship.OutgoingFlows;
import dev.steno.fleet.ship.ShipListener;
import dev.steno.fleet.ship.ShipStatus;
import dev.steno.fleet.ship.ShipTally;
import dev.steno.fleet.ship.Shipper;
import dev.steno.flow.Times;
import dev.steno.option.Options;
import dev.steno.redact.Redactor;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.store.Durability;
import dev.steno.store.SessionException;
import dev.steno.text.Quantity;
import dev.steno.web.metrics.ShipperMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shipper of a run, on a thread beside the writer ({@code session-shipper}). A store that is away delays nothing but the
 * shipping. {@link #close} before the session is closed; {@link #status} is for any thread.
 */
public final class RunShipper implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(RunShipper.class);

    /** How long the end of a run waits for the last flows to be shipped. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(3);

    /** How long a statement in progress may take to notice the end. */
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final ServerUrl url;
    private final ShipSpool spool;
    private final SqliteSessionReader reader;
    private final Shipper shipper;
    private final Thread thread;
    private final RunNotices notices;
    private final @Nullable SharedDurability durability;
    private volatile @Nullable String ended;

    private RunShipper(
            ServerUrl url,
            ShipSpool spool,
            SqliteSessionReader reader,
            OutgoingFlows outgoing,
            Path file,
            @Nullable OnStoreFailure durable,
            RunNotices notices) {
        this.url = url;
        this.spool = spool;
        this.reader = reader;
        this.notices = notices;
        this.durability = durable == null
                ? null
                : new SharedDurability(
                        durable, SharedDurability.PATIENCE, this::shipped, notices::warn, notices::settled);
        this.shipper =
                new Shipper(url, spool, outgoing, ShipSender.of(file), new Told(url, notices, durability), () -> false);
        this.thread = new Thread(this::run, "session-shipper");
        thread.setDaemon(true);
    }

    /**
     * Begins to ship; null if the options name no store. With {@code --durability shared}, the session waits for the store
     * from now on.
     *
     * @param session before its first exchange
     * @param file of the session
     * @param notices receives messages for people, on the shipper's thread
     */
    public static @Nullable RunShipper start(Options options, Session session, Path file, RunNotices notices)
            throws IOException {
        ShipOptions asked = options.get(ShipOptions.class);
        ServerUrl url = asked.store().orElse(null);
        if (url == null) {
            return null;
        }
        ShipSpool spool = ShipSpool.openRecorded(file);
        try {
            spool.targets().hold(url.name());
            Redactor redactor = asked.shipSecrets() ? Redactor.NONE : RedactionOptions.leaving(options, file);
            SqliteSessionReader reader = SqliteSessionReader.open(file);
            OutgoingFlows outgoing = new OutgoingFlows(asked.filter(), asked.bodies(), redactor, reader);
            RecordOptions record = options.get(RecordOptions.class);
            OnStoreFailure durable = record.durability() == Durability.SHARED ? record.onStoreFailure() : null;
            OutgoingFlows indexed = asked.shipIndex() ? outgoing : outgoing.withoutIndex();
            RunShipper made = new RunShipper(url, spool, reader, indexed, file, durable, notices);
            if (made.durability != null) {
                session.alsoKeptBy(made.durability);
            }
            made.thread.start();
            return made;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private void run() {
        try {
            shipper.run(true);
        } catch (IOException e) {
            ended(String.valueOf(e.getMessage()));
            notices.warn("shipping to " + url + " ended: " + ended);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            ended("internal error: " + e.getClass().getName());
            notices.warn("shipping to " + url + " ended: " + ended);
            LOG.error("internal error: the shipper failed; please report it with the trace below", e);
        }
    }

    private void ended(String reason) {
        ended = reason;
        if (durability != null) {
            durability.shippingEnded(reason);
        }
    }

    private CompletableFuture<Void> shipped() {
        return shipper.shipped();
    }

    /** Returns what the metrics tell; null if nothing is shipped. */
    public static ShipperMetrics.@Nullable Counts counts(@Nullable RunShipper of) {
        return of == null ? null : of.counts();
    }

    private ShipperMetrics.Counts counts() {
        ShipStatus now = shipper.status();
        ShipTally tally = shipper.tally();
        long since = now.lag() == 0 ? 0 : tally.behindSince();
        return new ShipperMetrics.Counts(
                tally.batches(),
                now.sent(),
                tally.bytes(),
                now.refused(),
                now.lag(),
                since == 0 ? 0 : Math.max(0, Times.now() - since) / 1e9,
                now.recorder() != 0 && now.failure() == null && ended == null,
                tally.failures());
    }

    /**
     * Returns what the API and {@code steno status} tell; null if nothing is shipped.
     *
     * @param keepWaits whether flows are kept beyond the limits of the session until they are shipped
     */
    public static @Nullable Map<String, @Nullable Object> status(@Nullable RunShipper of, boolean keepWaits) {
        return of == null ? null : of.status(keepWaits);
    }

    private Map<String, @Nullable Object> status(boolean keepWaits) {
        ShipStatus now = shipper.status();
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("store", url.name());
        told.put("recorder", now.recorder() == 0 ? null : (long) now.recorder());
        told.put("sent", now.sent());
        told.put("behind", now.lag());
        long since = now.lag() == 0 ? 0 : shipper.tally().behindSince();
        told.put("behind_seconds", since == 0 ? 0 : Math.max(0, (Times.now() - since) / NANOS_PER_SECOND));
        told.put("refused", now.refused());
        told.put("too_old", now.tooOld());
        told.put("keep_waits", keepWaits);
        told.put("trouble", ended != null ? ended : now.failure());
        if (durability != null) {
            told.put("held", durability.held());
            told.put("refused_requests", durability.refused());
            told.put("unheld", durability.unheld());
        }
        return told;
    }

    /** Ends the shipping of a session whose facts are all published; null if it is not shipped. */
    public static void end(@Nullable RunShipper shipper, Session session) {
        if (shipper == null) {
            return;
        }
        try {
            session.awaitDurable();
        } catch (SessionException e) {
            LOG.debug("the session fails, and is shipped as it is", e); // its close reports it
        }
        shipper.close();
    }

    /** Ships the flows that are recorded, for a few seconds at most, and ends the thread. What is left is shipped later. */
    @Override
    public void close() {
        try {
            if (shipper.status().failure() == null) {
                shipper.finish();
                thread.join(PATIENCE_MILLIS);
            }
            shipper.stop();
            thread.join(STOP_MILLIS);
            if (!thread.isAlive()) {
                tellLeft();
                reader.close();
                spool.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.info("the notes about shipping were not closed: {}", e.getMessage());
        }
    }

    /** Counts anew: while the store is away, flows are counted no more often than the shipper tries. */
    private void tellLeft() throws IOException {
        ShipSpool.Lag left = spool.lag(spool.targets().at(url.name()));
        long behind = left.flows() + left.gone();
        if (behind > 0) {
            notices.warn(Quantity.count(behind, "flow") + (behind == 1 ? " is" : " are")
                    + " not shipped yet: send " + (behind == 1 ? "it" : "them") + " with: steno ship " + spool.file()
                    + " "
                    + url);
        }
    }

    /** What a person is told. */
    private static final class Told implements ShipListener {
        private final ServerUrl url;
        private final RunNotices notices;
        private final @Nullable SharedDurability durability;
        private int recorder;

        Told(ServerUrl url, RunNotices notices, @Nullable SharedDurability durability) {
            this.url = url;
            this.notices = notices;
            this.durability = durability;
        }

        @Override
        public void progress(ShipStatus now) {
            if (now.recorder() != recorder) {
                recorder = now.recorder();
                notices.happened("shipping to " + url + " as recorder " + recorder);
            }
        }

        @Override
        public void storeAway(String message) {
            notices.warn(message + "; flows are kept and shipped later"
                    + (durability == null
                            ? ""
                            : ", and the ends of responses wait (--durability shared), up to "
                                    + SharedDurability.PATIENCE.toSeconds() + " s before --on-store-failure applies"));
            if (durability != null) {
                durability.storeAway(message);
            }
        }

        @Override
        public void storeBack() {
            notices.settled("the shared store takes flows again");
            if (durability != null) {
                durability.storeBack();
            }
        }

        @Override
        public void refused(long flow, String reason) {
            notices.warn("flow " + flow + " is not shipped: " + reason);
        }

        @Override
        public void registeredAnew(int recorder, int before, NewNumber why) {
            notices.warn(NewNumberText.of(url, recorder, before, why));
        }
    }
}
