package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.ArrangementChange.Part;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import dev.steno.view.index.WindowSequence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which flows a {@link Listing} has: it tests each changed flow against the filter, and searches the session when
 * the filter or the order changes. For the view thread; the search runs on a searching thread.
 */
final class Arranger {
    private static final Logger LOG = LoggerFactory.getLogger(Arranger.class);

    private final FlowSource source;
    private final ViewThreads threads;
    private final ViewReaders readers;
    private final PageReader pages;
    private final int room;
    private final Listing listing;
    private final Roaring64Bitmap deleted;
    private final Runnable changed;
    private final FilterEvaluator evaluator;
    private Arrangement arrangement = Arrangement.INITIAL;

    /** The arrangement of the last search that ended. */
    private Arrangement searched = Arrangement.INITIAL;

    private @Nullable ArrangementChange change;
    private boolean closed;

    /**
     * @param room upper bound on the flows of a window, if the source has no number order
     * @param deleted the deleted flows, which the views share
     * @param changed called after changes of the listing
     */
    Arranger(
            FlowSource source,
            ViewThreads threads,
            ViewReaders readers,
            int room,
            Listing listing,
            Roaring64Bitmap deleted,
            Runnable changed) {
        this.source = source;
        this.threads = threads;
        this.readers = readers;
        this.pages = new PageReader(source, readers);
        this.room = room;
        this.listing = listing;
        this.deleted = deleted;
        this.changed = changed;
        this.evaluator = new FilterEvaluator(source, threads, readers, this::tested);
    }

    /** The arrangement in effect. */
    Arrangement arrangement() {
        return arrangement;
    }

    /** Completes the future when there is no search in progress. */
    void awaitSettled(CompletableFuture<Void> done) {
        if (change == null) {
            done.complete(null);
        } else {
            change.await(Part.NOTHING, done);
        }
    }

    void setReversed(boolean next) {
        arrangement = arrangement.withReversed(next);
        listing.reverse(next);
        changed.run();
    }

    void arrange(
            Arrangement next, boolean newestFirst, Consumer<SearchProgress> progress, CompletableFuture<Void> done) {
        setReversed(next.reversed());
        if (change != null && change.isReplacing(next)) {
            cancelSearch(); // instead of a search for the list that is still known
        }
        boolean sameFlows = change == null && next.deciding().equals(arrangement.deciding());
        if (sameFlows && next.equals(arrangement)) {
            tellEnd(progress);
            done.complete(null);
        } else {
            SearchDisplay display = new SearchDisplay(!sameFlows, newestFirst, progress);
            startChange(next, sameFlows ? known() : null, Part.EVERYTHING, done, display);
        }
    }

    /** Cancels the search in progress and returns to the list before it; returns false if there is none. */
    boolean cancelSearch() {
        ArrangementChange ended = change;
        if (ended == null) {
            return false;
        }
        change = null;
        ended.cancel();
        returnTo(ended);
        tellEnd(ended.display().progress());
        return true;
    }

    void close() {
        closed = true;
        if (change != null) {
            change.cancel();
            change = null;
        }
    }

    /** Searches the session again: flows changed that were not reported, or the view is new. */
    void searchAgain() {
        startChange(
                change == null ? arrangement : change.arrangement(),
                null,
                Part.NOTHING,
                new CompletableFuture<>(),
                change == null ? SearchDisplay.NONE : change.display());
    }

    /** Changes a part of the arrangement that is in effect, or that is being searched for. */
    void change(Part part, UnaryOperator<Arrangement> next, CompletableFuture<Void> done) {
        ArrangementChange current = change;
        boolean settled = current == null;
        Arrangement wanted = next.apply(current == null ? arrangement : current.arrangement());
        if (settled && part != Part.FILTER && wanted.equals(arrangement)) {
            done.complete(null);
        } else {
            Roaring64Bitmap known = settled && part == Part.ORDER ? known() : null;
            startChange(wanted, known, part, done, SearchDisplay.NONE);
        }
    }

    /** The flows that are shown, if these are all that match; null if a window has to be searched for again. */
    private @Nullable Roaring64Bitmap known() {
        return source.isInNumberOrder() ? listing.toBitmap() : null;
    }

    private void startChange(
            Arrangement wanted,
            @Nullable Roaring64Bitmap known,
            Part part,
            CompletableFuture<Void> done,
            SearchDisplay display) {
        if (closed) {
            done.cancel(false);
            return;
        }
        ArrangementChange next = new ArrangementChange(wanted, known, deleted.clone(), display);
        boolean isSettled = change == null;
        if (change != null) {
            change.supersede(next, part);
            next.continueAfter(change);
        }
        next.await(part, done);
        // The order matters: collect changes, then read the flows not yet visible, then scan. A flow that was committed
        // before the second step is visible to the scan.
        change = next;
        source.waiting().forEach(next::collect);
        if (next.isShownAsFound()) {
            showAsFound(next, isSettled);
        }
        Executor view = threads.view();
        CompletableFuture.supplyAsync(
                        () -> readers.search(reader ->
                                scan(reader, next, found -> view.execute(() -> showPart(next, found)))),
                        threads.searching())
                .whenCompleteAsync((found, failure) -> finishChange(next, found, failure), view);
    }

    private Sequence scan(SessionReader reader, ArrangementChange next, Consumer<SearchFeed.Part> parts)
            throws SessionException {
        return source.isInNumberOrder()
                ? FlowScan.of(reader, next, parts)
                : new WindowScan(reader, room, next::isCancelled).of(next, parts);
    }

    /** A list without flows in the order of time. */
    static Sequence none(FlowSource source, int room) {
        return source.isInNumberOrder() ? new TimeSequence(new Roaring64Bitmap()) : WindowSequence.empty(room);
    }

    private void showAsFound(ArrangementChange next, boolean isSettled) {
        if (isSettled) {
            next.keepBefore(new ArrangementChange.Before(arrangement, listing.flows(), listing.focus()));
        }
        arrangement = next.arrangement().withReversed(arrangement.reversed());
        listing.replace(none(source, room));
        List.copyOf(next.collected()).forEach(this::apply);
        changed.run();
    }

    private void showPart(ArrangementChange searching, SearchFeed.Part part) {
        if (change != searching) {
            return;
        }
        if (searching.isShownAsFound()) {
            searching.removeChanged(part.found());
            ArrangementChange.Before before = searching.before();
            listing.showAll(part.found(), part.places(), before == null ? Listing.NONE : before.focus());
            changed.run();
        }
        searching.display().progress().accept(part.progress());
    }

    /** Shows the list that the matches of a search replaced. */
    private void returnTo(ArrangementChange ended) {
        ArrangementChange.Before before = ended.before();
        if (before != null) {
            ended.deleted().forEach(before.flows()::remove);
            arrangement = before.arrangement().withReversed(arrangement.reversed());
            listing.replace(before.flows());
            if (listing.contains(before.focus())) {
                listing.focus(before.focus());
            }
        }
        ended.collected().forEach(this::apply);
        changed.run();
        if (before == null && (ended.isShownAsFound() || ended.isReplacingPart())) {
            arrangement = searched.withReversed(arrangement.reversed());
            searchAgain(); // the list before was not complete itself
        }
    }

    private void tellEnd(Consumer<SearchProgress> progress) {
        if (progress == SearchProgress.UNHEARD) {
            return;
        }
        CompletableFuture.supplyAsync(pages::count, threads.reading())
                .thenAcceptAsync(
                        flows -> progress.accept(new SearchProgress(false, flows, flows, listing.size())),
                        threads.view());
    }

    private void finishChange(ArrangementChange ended, @Nullable Sequence found, @Nullable Throwable failure) {
        if (change != ended) {
            return; // a later change superseded this one
        }
        change = null;
        if (found == null) {
            LOG.error("cannot search the session; the view keeps its previous filter and order", failure);
            ended.fail(failure == null ? new IllegalStateException("no result") : failure);
            if (!ended.isShownAsFound() || ended.before() != null) {
                returnTo(ended);
            }
            tellEnd(ended.display().progress());
            return;
        }
        // of a window, a part was shown as it was found
        if (!ended.isShownAsFound() || !source.isInNumberOrder()) {
            ended.deleted().forEach(found::remove);
            arrangement = ended.arrangement().withReversed(arrangement.reversed());
            listing.replace(found);
            ended.collected().forEach(this::apply);
        }
        searched = arrangement;
        changed.run();
        tellEnd(ended.display().progress());
        ended.complete();
    }

    /** Applies a removal. */
    void delete(long flow) {
        if (change != null) {
            change.delete(flow);
        }
        evaluator.forget(flow);
        listing.hide(flow);
    }

    /** Applies a revision. */
    void apply(Flow flow) {
        if (deleted.contains(flow.id())) {
            return;
        }
        if (change != null) {
            change.collect(flow);
        }
        Filter deciding = arrangement.deciding();
        switch (evaluator.test(flow, deciding)) {
            case YES -> listing.show(flow);
            case NO -> listing.hide(flow.id());
            case UNKNOWN -> {
                if (!evaluator.isUnderWay(flow)) {
                    listing.hide(flow.id());
                }
            }
        }
    }

    /** Applies the deferred result of a filter that needs bodies. */
    private void tested(Flow flow, Filter asked, boolean matches) {
        if (!asked.equals(arrangement.deciding()) || deleted.contains(flow.id())) {
            return;
        }
        if (matches) {
            listing.show(flow);
        } else {
            listing.hide(flow.id());
        }
        changed.run();
    }
}
