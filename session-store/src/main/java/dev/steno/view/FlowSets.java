package dev.steno.view;

import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Resolves a {@link FlowSpec} to flow numbers: of a store whose numbers do not tell the time, to as many of the newest as a
 * window has room for. Any thread; does not block.
 */
final class FlowSets {
    private final View view;
    private final FlowSource source;
    private final int room;
    private final ViewThreads threads;
    private final ViewReaders readers;

    FlowSets(View view, FlowSource source, int room, ViewThreads threads, ViewReaders readers) {
        this.room = room;
        this.view = view;
        this.source = source;
        this.threads = threads;
        this.readers = readers;
    }

    /** The selected flows, based on the facts reported so far. The caller may modify the set. */
    CompletableFuture<Roaring64Bitmap> of(FlowSpec spec) {
        if (spec instanceof FlowSpec.Ids ids) {
            return CompletableFuture.supplyAsync(() -> existing(ids.flows()), threads.reading())
                    .thenCompose(view::alive);
        }
        if (spec instanceof FlowSpec.Matching matching) {
            return matching(matching.filter());
        }
        return switch ((FlowSpec.Named) spec) {
            case ALL -> matching(Filter.ALL);
            case FOCUS ->
                view.focus().thenApply(focus -> {
                    Roaring64Bitmap one = new Roaring64Bitmap();
                    focus.ifPresent(one::addLong);
                    return one;
                });
            case SHOWN -> view.shown();
            case HIDDEN ->
                matching(Filter.ALL).thenCombine(view.shown(), (all, shown) -> {
                    all.andNot(shown);
                    return all;
                });
            case MARKED -> matching(new Filter.Is(Flag.MARKED));
            case HELD -> matching(new Filter.Is(Flag.HELD));
            case UNMARKED -> matching(new Filter.Not(new Filter.Is(Flag.MARKED)));
        };
    }

    private CompletableFuture<Roaring64Bitmap> matching(Filter filter) {
        return source.inReach(true)
                .thenApplyAsync(inReach -> scan(filter), threads.searching())
                .thenCompose(view::alive);
    }

    private Roaring64Bitmap scan(Filter filter) {
        BooleanSupplier cancelled = () -> threads.searching().isShutdown();
        return readers.search(reader -> source.isInNumberOrder()
                ? new FlowScan(reader, cancelled).search(filter)
                : new WindowScan(reader, room, cancelled).numbers(filter));
    }

    private Roaring64Bitmap existing(List<Long> ids) {
        Roaring64Bitmap existing = new Roaring64Bitmap();
        List<Long> stored = new ArrayList<>();
        for (long id : ids) {
            Flow waiting = source.waiting(id);
            if (waiting != null) {
                existing.addLong(id);
            } else {
                stored.add(id);
            }
        }
        try {
            readers.pages().rows(stored).forEach(row -> existing.addLong(row.id()));
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
        return existing;
    }
}
