package dev.steno.view;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.view.index.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A change of a view's filter or order that is in progress. While the scan reads the durable flows, the changes of
 * flows are collected; they are applied to the scan's result when the view switches to it, so that no change is lost.
 * For the view thread, except the accessors that name another thread.
 */
final class ArrangementChange {
    /** The part of the arrangement that changes. A later change of the same part cancels the earlier one. */
    enum Part {
        FILTER,
        MARKED_ONLY,
        ORDER,
        /** All of it: cancels every earlier change. */
        EVERYTHING,
        NOTHING
    }

    /** A list and what it shows, for a return to it. */
    record Before(Arrangement arrangement, Sequence flows, long focus) {}

    private record Waiting(Part part, CompletableFuture<Void> done) {}

    private final Arrangement arrangement;
    private final @Nullable Roaring64Bitmap known;
    private final Roaring64Bitmap deletedBefore;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Long, Flow> collected = new LinkedHashMap<>();
    private final Roaring64Bitmap deleted = new Roaring64Bitmap();
    private final SearchDisplay display;
    private @Nullable Before before;
    private boolean replacesPart;
    private volatile boolean cancelled;

    /**
     * @param known the flows to show if only their order changes; null if the filter has to be evaluated
     * @param deletedBefore flows that were deleted but may still be in the file; this object takes ownership of it
     */
    ArrangementChange(
            Arrangement arrangement,
            @Nullable Roaring64Bitmap known,
            Roaring64Bitmap deletedBefore,
            SearchDisplay display) {
        this.arrangement = arrangement;
        this.display = display;
        this.known = known;
        this.deletedBefore = deletedBefore;
    }

    /** Any thread. */
    Arrangement arrangement() {
        return arrangement;
    }

    /** The flows to show; null if the filter has to be evaluated. Any thread. */
    @Nullable
    Roaring64Bitmap known() {
        return known;
    }

    /** What is shown meanwhile. Any thread. */
    SearchDisplay display() {
        return display;
    }

    /** Whether matches are shown as they are found. Any thread. */
    boolean isShownAsFound() {
        return display.asFound() && known == null && arrangement.order() == Order.TIME;
    }

    /** The list that the matches replaced; null if it is still shown, or has become stale. */
    @Nullable
    Before before() {
        return before;
    }

    /** Whether matches are shown in place of a list with this arrangement. */
    boolean isReplacing(Arrangement other) {
        return before != null
                && before.arrangement().withReversed(other.reversed()).equals(other);
    }

    /** Keeps the list that the matches replace. */
    void keepBefore(Before shown) {
        before = shown;
    }

    /**
     * Continues a change whose matches have replaced the list: from that list's point of view, flows have changed since
     * the earlier change began.
     */
    void continueAfter(ArrangementChange earlier) {
        before = earlier.before;
        replacesPart = earlier.replacesPart || (before == null && earlier.isShownAsFound());
        if (before != null) {
            earlier.collected.values().forEach(this::collect);
            deleted.or(earlier.deleted);
        }
    }

    /** Whether the list that is shown is only the part that an earlier search, which this one superseded, had found. */
    boolean isReplacingPart() {
        return replacesPart;
    }

    /** Removes the flows that changed since the scan began: whether these are shown is decided by their newest revision. */
    void removeChanged(Roaring64Bitmap found) {
        found.andNot(deleted);
        collected.keySet().forEach(found::removeLong);
    }

    /** Whether a flow that the scan found was deleted. For the scan's thread. */
    boolean isGone(long flow) {
        return deletedBefore.contains(flow);
    }

    /** Removes deleted flows from the scan's result. For the scan's thread. */
    void removeGone(Roaring64Bitmap found) {
        found.andNot(deletedBefore);
    }

    /**
     * Completes the future when the change takes effect. Cancels it if a later change supersedes this one, and fails it
     * if the scan fails.
     */
    void await(Part part, CompletableFuture<Void> done) {
        waiting.add(new Waiting(part, done));
    }

    void collect(Flow flow) {
        collected.merge(flow.id(), flow, Flow::newer);
    }

    /** The newest revision of each flow that changed since the scan began. */
    Collection<Flow> collected() {
        return collected.values();
    }

    void delete(long flow) {
        deleted.addLong(flow);
    }

    /** The flows that were deleted since the scan began. */
    Roaring64Bitmap deleted() {
        return deleted;
    }

    /** Cancels the scan in favour of a change that includes this one and also changes the given part. */
    void supersede(ArrangementChange successor, Part part) {
        cancelled = true;
        for (Waiting each : waiting) {
            boolean isSame = each.part() == part || part == Part.EVERYTHING;
            if (isSame && each.part() != Part.NOTHING) {
                each.done().cancel(false);
            } else {
                successor.waiting.add(each);
            }
        }
    }

    /** Cancels the scan without a successor. */
    void cancel() {
        cancelled = true;
        waiting.forEach(each -> each.done().cancel(false));
    }

    /** Any thread. */
    boolean isCancelled() {
        return cancelled;
    }

    void complete() {
        waiting.forEach(each -> each.done().complete(null));
    }

    void fail(Throwable cause) {
        waiting.forEach(each -> each.done().completeExceptionally(cause));
    }
}
