package dev.steno.view;

import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A change of what a view shows, or of its order, under way. While the scan reads what is durable, what happens is
 * collected; it is applied over the scan's result when that is swapped in, so that nothing falls between the two. For the
 * view thread, but what the scan is told by the accessors that say so.
 */
final class ArrangementChange {
    /** What about a view is changed; of two changes of the same, the later one cancels the first. */
    enum Part {
        FILTER,
        MARKED_ONLY,
        ORDER,
        NOTHING
    }

    private record Waiting(Part part, CompletableFuture<Void> done) {}

    private final Arrangement arrangement;
    private final @Nullable Roaring64Bitmap known;
    private final Roaring64Bitmap deletedBefore;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Long, Flow> collected = new LinkedHashMap<>();
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();
    private volatile boolean cancelled;

    /**
     * @param known the flows to be shown, where they are known and only their order is not
     * @param deletedBefore flows that may still be durable and are no more; becomes the change's own
     */
    ArrangementChange(Arrangement arrangement, @Nullable Roaring64Bitmap known, Roaring64Bitmap deletedBefore) {
        this.arrangement = arrangement;
        this.known = known;
        this.deletedBefore = deletedBefore;
    }

    /** Any thread. */
    Arrangement arrangement() {
        return arrangement;
    }

    /** The flows to be shown; null where the filter has to say it. Any thread. */
    @Nullable
    Roaring64Bitmap known() {
        return known;
    }

    /** Whether a flow that the scan finds is no more. For the scan's thread. */
    boolean isGone(long flow) {
        return deletedBefore.contains(flow);
    }

    /** Takes the flows that are no more out of what the scan found. For the scan's thread. */
    void removeGone(Roaring64Bitmap found) {
        found.andNot(deletedBefore);
    }

    /** Whoever waits is told when the change is in force; or that it was superseded, or that the scan failed. */
    void await(Part part, CompletableFuture<Void> done) {
        waiting.add(new Waiting(part, done));
    }

    void collect(Flow flow) {
        collected.merge(flow.id(), flow, Flow::newer);
    }

    /** The newest revision of each flow that changed since the scan began. */
    Iterable<Flow> collected() {
        return collected.values();
    }

    void delete(long flow) {
        deleted.addLong(flow);
    }

    /** The flows that were deleted since the scan began. */
    Roaring64Bitmap deleted() {
        return deleted;
    }

    /** Ends the scan in favour of another change, of one part more. */
    void supersede(ArrangementChange successor, Part part) {
        cancelled = true;
        for (Waiting each : waiting) {
            if (each.part() == part && part != Part.NOTHING) {
                each.done().cancel(false);
            } else {
                successor.waiting.add(each);
            }
        }
    }

    /** Ends the scan because the view ends. */
    void cancel() {
        cancelled = true;
        waiting.forEach(each -> each.done().cancel(false));
    }

    /** Any thread. */
    boolean isCancelled() {
        return cancelled;
    }

    void inForce() {
        waiting.forEach(each -> each.done().complete(null));
    }

    void failed(Throwable cause) {
        waiting.forEach(each -> each.done().completeExceptionally(cause));
    }
}
