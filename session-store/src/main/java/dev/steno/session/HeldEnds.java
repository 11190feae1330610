package dev.steno.session;

import dev.steno.store.Durability;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ends of responses that are held until their flows are durable, here and in a {@link FurtherRecord}. An outage of the
 * session in which traffic passes releases them. Any thread.
 */
final class HeldEnds {
    private final Durability durability;
    private final Outage outage;
    private final Supplier<CompletableFuture<Void>> durable;
    private final Set<CompletableFuture<Void>> heldEnds = ConcurrentHashMap.newKeySet();
    private volatile @Nullable FurtherRecord further;

    /** @param durable returns a future that completes once all facts accepted before are durable */
    HeldEnds(Durability durability, Outage outage, Supplier<CompletableFuture<Void>> durable) {
        this.durability = durability;
        this.outage = outage;
        this.durable = durable;
    }

    void alsoKeptBy(FurtherRecord record) {
        further = record;
    }

    boolean holds() {
        return durability.holdsEnds();
    }

    /** Returns a stage that completes once an end may be sent; null if it may be now. */
    @Nullable
    CompletionStage<Void> kept() {
        if (!holds() || outage.passes()) {
            return null;
        }
        FurtherRecord second = further;
        CompletableFuture<Void> kept =
                second == null ? durable.get() : durable.get().thenCompose(nothing -> second.kept());
        heldEnds.add(kept);
        kept.whenComplete((nothing, failure) -> heldEnds.remove(kept));
        if (outage.passes()) { // it began after the check above: outageBegan() may have missed this one
            kept.complete(null);
        }
        return kept;
    }

    void outageBegan() {
        if (outage.passes()) {
            heldEnds.forEach(end -> end.complete(null));
        }
    }

    /** As {@link dev.steno.addon.Recorder#refusal}. */
    @Nullable
    String refusal() {
        String reason = outage.refusal();
        FurtherRecord second = further;
        return reason != null || second == null ? reason : second.refusal();
    }

    boolean refuses() {
        FurtherRecord second = further;
        return outage.refuses() || second != null && second.refuses();
    }
}
