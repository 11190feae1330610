package dev.steno.fleet.ship;

import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.flow.Times;
import dev.steno.sqlite.ship.ShipBatch;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a session to a shared store, part by part, until all is there or it is stopped. Each part is one transaction of the
 * store, after the pieces of its flows, and is then noted in the session; a part whose answer is lost is sent again, and
 * written once. While a part is sent by a thread of its own, the next one is read and packed; it is dropped if the one before
 * does not arrive. If the store fails, the shipper tries again, after 0.1 s to 3 s.
 *
 * <p>{@link #run} is for one thread; {@link #stop} and {@link #status} are for any.
 */
public final class Shipper {
    private static final int FLOWS = 500;

    /** Reasons that are told of one outage: a store may be away first, and then not be as it has to be. */
    private static final int REASONS = 8;

    private static final long BYTES = 4L << 20;
    private static final long FIRST_BACKOFF_MILLIS = 100;

    /** Adds to the time without a store after a failover. Many shippers come back within it, at random. */
    private static final long LAST_BACKOFF_MILLIS = 3_000;

    /** The longest pause while somebody waits for the store. */
    private static final long AWAITED_BACKOFF_MILLIS = 1_000;

    /** How long a flow is given to end before it is sent as it is. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * How often a shipper that has caught up looks for flows. What comes meanwhile is one batch, and each batch has a price
     * of its own, in the file and in the store.
     */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Who ships. */
    public record Sender(String name, String host, String version) {}

    private final ServerUrl url;
    private final ShipSpool spool;
    private final RecorderConnection connection;
    private final ShipListener listener;
    private final PartPacking packing;
    private final OpenStreams streams;
    private final ShipWaits waits = new ShipWaits();
    private final ShipTally tally = new ShipTally();
    private final ShippedTexts texts;
    private final LagCount lag;
    private final BooleanSupplier cancelled;
    private volatile boolean stopped;
    private volatile boolean following;
    private volatile @Nullable Thread thread;
    private volatile ShipStatus status = ShipStatus.NONE;

    /** Whether the part that was sent last had all that was recorded when it was read. */
    private boolean caughtUp;

    /** A part that was packed while the one before was sent; null if there is none. */
    private @Nullable Outgoing ahead;

    /**
     * A part that is ready to be sent.
     *
     * @param whole whether the store has all that was recorded at that time once it has this
     */
    private record Outgoing(PackedPart packed, long readAt, boolean whole) {}

    /** The reasons that were told in the present outage. */
    private final Set<String> reasons = new HashSet<>();

    /** @param cancelled polled between parts, and while the shipper waits; {@link #stop} has the same effect */
    public Shipper(
            ServerUrl url,
            ShipSpool spool,
            OutgoingFlows outgoing,
            Sender sender,
            ShipListener listener,
            BooleanSupplier cancelled) {
        this.cancelled = cancelled;
        this.url = url;
        this.spool = spool;
        this.listener = listener;
        this.texts = new ShippedTexts(outgoing.isIndexed());
        this.packing = new PartPacking(
                outgoing, new PieceShipping(spool, outgoing, this::isStopped, tally), spool.content(), texts);
        this.connection = new RecorderConnection(url, spool, sender, listener, texts);
        this.streams = new OpenStreams(spool);
        this.lag = new LagCount(spool);
    }

    public ShipStatus status() {
        return status;
    }

    public ShipTally tally() {
        return tally;
    }

    /**
     * Returns a future that completes, on the shipper's thread, once the store has all that is durable in the session now,
     * apart from what is not shipped, refused or too old. It fails if {@link #run} ends before. Any thread; never blocks.
     */
    public CompletableFuture<Void> shipped() {
        CompletableFuture<Void> wait = waits.add();
        unpark();
        return wait;
    }

    /** Makes {@link #run} return as soon as all is there, if it follows. */
    public void finish() {
        following = false;
        unpark();
    }

    /** Makes {@link #run} return soon; what was not sent is sent by the next shipper. */
    public void stop() {
        stopped = true;
        unpark();
    }

    private void unpark() {
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    /**
     * Ships until all is there, or it is stopped.
     *
     * @param follow whether to wait for further flows once all is there, until it is stopped
     * @throws StoreFailure if the store is not as it has to be, so that trying again needs a person; not if following
     * @throws SessionException if the session cannot be read, or another shipper of this file took over
     */
    public void run(boolean follow) throws IOException {
        IOException reason = new SessionException("the shipping to " + url + " was ended");
        try {
            shipAll(follow);
        } catch (IOException e) {
            reason = e;
            throw e;
        } finally {
            waits.end(reason);
        }
    }

    private void shipAll(boolean follow) throws IOException {
        following = follow;
        thread = Thread.currentThread();
        long backoff = FIRST_BACKOFF_MILLIS;
        ExecutorService sender = Executors.newSingleThreadExecutor(Shipper::thread);
        try (Packer packer = new Packer()) {
            while (!isStopped()) {
                try {
                    boolean follows = following; // before it is read whether there is more
                    boolean more = shipPart(packer, sender);
                    texts.publish(connection.connected(packer), connection.target(), packer, !more && !follows);
                    backoff = FIRST_BACKOFF_MILLIS;
                    if (!more && !follows) {
                        return;
                    }
                    if (follows && (!more || caughtUp) && waits.isEmpty()) {
                        LockSupport.parkNanos(this, LOOK_NANOS);
                    }
                } catch (PieceShipping.Stopped e) {
                    return;
                } catch (StoreFailure e) {
                    ahead = null; // it is read again, behind what the store has by then
                    connection.disconnect();
                    if (e.kind() == StoreFailure.Kind.SETUP && !follow) {
                        throw e;
                    }
                    tally.failed(e.stateClass());
                    if (e.isSilence()) {
                        connection.wasSilent();
                    }
                    tellAway(String.valueOf(e.getMessage()));
                    long wait = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1);
                    backoff = Math.min(backoff * 2, LAST_BACKOFF_MILLIS);
                    waitFor(wait);
                }
            }
        } finally {
            ahead = null;
            sender.shutdown();
            connection.disconnect();
            thread = null;
        }
    }

    /** Is started by the first part that is sent while the next one is packed. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "session-sender");
        thread.setDaemon(true);
        return thread;
    }

    private boolean isStopped() {
        return stopped || cancelled.getAsBoolean();
    }

    private void waitFor(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long awaitedEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, AWAITED_BACKOFF_MILLIS));
        for (long left = end - System.nanoTime(); left > 0 && !isStopped(); left = end - System.nanoTime()) {
            if (!waits.isEmpty() && System.nanoTime() - awaitedEnd >= 0) {
                return;
            }
            LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
        }
    }

    private void tellAway(String message) throws SessionException {
        ShipStatus now = status;
        ShipSpool.Lag behind = behind(connection.known());
        status = new ShipStatus(
                now.sent(),
                now.removed(),
                behind.flows() + behind.gone(),
                behind.refused(),
                now.tooOld(),
                now.recorder(),
                message);
        if (reasons.size() < REASONS && reasons.add(message)) {
            listener.storeAway(message);
        }
    }

    private ShipSpool.Lag behind(@Nullable ShipTarget of) throws SessionException {
        ShipSpool.Lag counted = lag.count(of);
        tally.lacks(counted.oldest());
        return counted;
    }

    /** Until the store answers, which it may never do, it lacks what is on the way. */
    private void tellSending(ShipBatch part, long readAt) {
        ShipStatus now = status;
        int onTheWay = part.flows().size() + part.gone().size();
        if (onTheWay > now.lag()) {
            tally.sending(readAt);
            status = new ShipStatus(
                    now.sent(), now.removed(), onTheWay, now.refused(), now.tooOld(), now.recorder(), now.failure());
        }
    }

    private void tell(long sent, long removed, long tooOld, ShipSpool.Lag behind, ShipTarget to) {
        ShipStatus before = status;
        ShipStatus now = new ShipStatus(
                before.sent() + sent,
                before.removed() + removed,
                behind.flows() + behind.gone(),
                behind.refused(),
                before.tooOld() + tooOld,
                to.recorder(),
                null);
        status = now;
        if (before.failure() != null) {
            reasons.clear();
            listener.storeBack();
        }
        if (!now.equals(before)) {
            listener.progress(now);
        }
    }

    /** Sends the next part; returns whether there may be more. */
    private boolean shipPart(Packer packer, ExecutorService sender) throws IOException {
        SharedStore open = connection.connected(packer);
        try {
            Outgoing next = ahead == null ? next(open, packer) : ahead;
            ahead = null;
            if (next == null) {
                return false;
            }
            caughtUp = next.whole();
            ShipTarget to = connection.target();
            PartShipping shipping = new PartShipping(open, to, next.packed(), texts);
            if (next.packed().part().whole()) {
                shipping.send();
                sent(to, next, shipping);
            } else {
                tellSending(next.packed().part(), next.readAt());
                PartInFlight flight = new PartInFlight(sender, shipping::send, () -> sent(to, next, shipping));
                try {
                    ahead = isStopped() ? null : behind(next, to, open, packer, flight::land);
                } finally {
                    flight.land();
                }
            }
        } catch (PartShipping.Fenced e) {
            ahead = null;
            connection.fenced(open);
        }
        return true;
    }

    /** Reads and packs the next part; null if the store has all. */
    private @Nullable Outgoing next(SharedStore open, Packer packer) throws IOException {
        waits.take(); // before flows are claimed and read
        long readAt = Times.now();
        ShipTarget before = connection.target();
        boolean claimsAll = before.shippedTo() >= before.claimedTo();
        ShipTarget to = spool.targets().claimNew(before);
        connection.advanced(to);
        ShipBatch part = read(to, ShipBatch.NONE);
        if (part.isEmpty() && part.shippedTo() == to.shippedTo()) {
            tally.whole(readAt);
            tell(0, 0, 0, behind(to), to);
            waits.done();
            return null;
        }
        tellSending(part, readAt);
        PackedPart packed = packing.pack(open, to.recorder(), part, packer, () -> {});
        return new Outgoing(packed, readAt, claimsAll && part.whole());
    }

    /** Reads and packs what was claimed and is behind a part that is being sent; null if there is nothing. */
    private @Nullable Outgoing behind(
            Outgoing before, ShipTarget to, SharedStore open, Packer packer, PartPacking.Turn turn) throws IOException {
        long readAt = Times.now();
        ShipBatch sending = before.packed().part();
        ShipBatch part = read(to, sending);
        if (part.isEmpty() && part.shippedTo() == sending.shippedTo()) {
            return null;
        }
        return new Outgoing(packing.pack(open, to.recorder(), part, packer, turn), readAt, false);
    }

    private ShipBatch read(ShipTarget to, ShipBatch onTheWay) throws SessionException {
        boolean grows = spool.isRecorded() && following;
        long begunBefore = grows ? Times.now() - YOUNG_NANOS : Long.MAX_VALUE;
        ShipBatch part = spool.next(to, onTheWay, FLOWS, BYTES, begunBefore);
        return grows ? streams.withNews(part) : part;
    }

    /** Notes what the store took of a part. */
    private void sent(ShipTarget to, Outgoing part, PartShipping shipping) throws SessionException {
        ShipBatch sent = part.packed().withRefused();
        ShipTarget next = spool.shipped(to, sent, shipping.batch());
        if (next == null) {
            throw connection.takenOver();
        }
        connection.advanced(next);
        sent.refused().forEach(refused -> listener.refused(refused.flow(), refused.reason()));
        tally.sentBatches(shipping.batch() - to.batch());
        tally.sentBytes(shipping.bytes());
        if (part.whole()) {
            tally.whole(part.readAt());
        }
        ShipSpool.Lag left = lag.after(sent, next);
        tally.lacks(left.oldest());
        tell(shipping.sent(), shipping.removed(), shipping.tooOld(), left, next);
        if (part.whole()) {
            waits.done();
        }
    }
}
