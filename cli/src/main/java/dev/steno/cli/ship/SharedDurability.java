package dev.steno.cli.ship;

import dev.steno.fleet.ship.Shipper;
import dev.steno.session.FurtherRecord;
import dev.steno.session.OnStoreFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shared store as the second record of {@code --durability shared}. While it is away, the ends of responses wait. After
 * {@link #PATIENCE}, {@code --on-store-failure} decides: with {@code stop}, new requests are refused and what waits goes on
 * waiting; with {@code pass}, nothing waits any more. In both cases until the store is back. Flows are recorded in the
 * session meanwhile, and shipped later. Thread-safe.
 */
final class SharedDurability implements FurtherRecord {
    /** Longer than a failover takes. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OnStoreFailure policy;
    private final Duration patience;
    private final Supplier<CompletableFuture<Void>> shipped;
    private final Consumer<String> warning;
    private final Consumer<String> settled;
    private final Set<CompletableFuture<Void>> heldForStore = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unheld = new AtomicLong();
    private int changes;
    private boolean outage;
    private volatile @Nullable String away;

    /**
     * @param shipped as {@link Shipper#shipped}
     * @param warning receives messages for people; may block
     * @param settled as the warnings, when what they were about has passed
     */
    SharedDurability(
            OnStoreFailure policy,
            Duration patience,
            Supplier<CompletableFuture<Void>> shipped,
            Consumer<String> warning,
            Consumer<String> settled) {
        this.policy = policy;
        this.patience = patience;
        this.shipped = shipped;
        this.warning = warning;
        this.settled = settled;
    }

    /** The store does not take flows. May be told again with further reasons; the first begins the outage. */
    synchronized void storeAway(String reason) {
        if (outage) {
            return;
        }
        outage = true;
        int change = ++changes;
        CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> patienceEnded(change, reason));
    }

    /** The store takes flows again. */
    void storeBack() {
        synchronized (this) {
            changes++;
            outage = false;
            if (away == null) {
                return;
            }
            away = null;
        }
        settled.accept(
                policy == OnStoreFailure.STOP
                        ? "new requests are accepted again; refused so far: " + refused.get()
                        : "responses wait for the shared store again; those that did not, so far: " + unheld.get());
    }

    /** Nothing is shipped any more in this run. */
    void shippingEnded(String reason) {
        int change;
        synchronized (this) {
            change = ++changes;
        }
        patienceEnded(change, reason);
    }

    private void patienceEnded(int change, String reason) {
        synchronized (this) {
            if (change != changes) {
                return;
            }
            away = reason;
        }
        if (passes()) {
            heldForStore.forEach(this::release);
        }
        warning.accept(
                policy == OnStoreFailure.STOP
                        ? "new requests are refused until the shared store takes flows (--on-store-failure stop)"
                        : "responses no longer wait for the shared store (--on-store-failure pass)");
    }

    private boolean passes() {
        return away != null && policy == OnStoreFailure.PASS;
    }

    private void release(CompletableFuture<Void> held) {
        if (held.complete(null)) {
            unheld.incrementAndGet();
        }
    }

    @Override
    public CompletableFuture<Void> kept() {
        if (passes()) {
            unheld.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> held = shipped.get();
        heldForStore.add(held);
        held.whenComplete((nothing, failure) -> heldForStore.remove(held));
        if (passes()) { // it began after the check above: patienceEnded may have missed this one
            release(held);
        }
        return held;
    }

    @Override
    public @Nullable String refusal() {
        String reason = away;
        if (reason == null || policy == OnStoreFailure.PASS) {
            return null;
        }
        refused.incrementAndGet();
        return "Steno refuses new requests because the shared store does not take their flows: " + reason
                + ". It accepts requests again as soon as the store does.";
    }

    @Override
    public boolean refuses() {
        return away != null && policy == OnStoreFailure.STOP;
    }

    /** Returns how many responses wait for the store. */
    long held() {
        return heldForStore.size();
    }

    /** Returns how many requests were refused since the start. */
    long refused() {
        return refused.get();
    }

    /** Returns how many responses did not wait for the store since the start. */
    long unheld() {
        return unheld.get();
    }
}
