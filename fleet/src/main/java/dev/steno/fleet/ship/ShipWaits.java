package dev.steno.fleet.ship;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait until the store has what the session had when they asked. {@link #add} and {@link #isEmpty} are for any
 * thread, the rest is for the shipper's.
 */
final class ShipWaits {
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> taken = new ArrayList<>();
    private volatile boolean waited;
    private volatile @Nullable IOException ended;

    /** Returns a future that completes once the store has all that is durable in the session now. */
    CompletableFuture<Void> add() {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        asked.add(wait);
        IOException end = ended;
        if (end != null) { // end() may have missed it
            wait.completeExceptionally(end);
        }
        return wait;
    }

    boolean isEmpty() {
        return !waited && asked.isEmpty();
    }

    /** Takes those who asked so far; what is read from the session after this call has what they wait for. */
    void take() {
        for (CompletableFuture<Void> next = asked.poll(); next != null; next = asked.poll()) {
            taken.add(next);
        }
        taken.removeIf(CompletableFuture::isDone); // given up meanwhile
        waited = !taken.isEmpty();
    }

    /** The store has all that was read since {@link #take}. */
    void done() {
        taken.forEach(wait -> wait.complete(null));
        taken.clear();
        waited = false;
    }

    /** Nothing is sent any more. */
    void end(IOException reason) {
        ended = reason;
        take();
        taken.forEach(wait -> wait.completeExceptionally(reason));
        taken.clear();
    }
}
