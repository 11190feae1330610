package dev.steno.view.command;

import dev.steno.flow.Flow;
import dev.steno.flow.Notes;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.view.FlowSource;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Gives the notes of one viewer to flows that others record. Any thread; the work runs on that of its executor, and blocks. */
public final class ViewerNotesEditor implements NotesEditor {
    private static final int PAGE = 100;

    private final FlowSource source;
    private final NoteTaker taker;
    private final Executor thread;

    public ViewerNotesEditor(FlowSource source, NoteTaker taker, Executor thread) {
        this.source = source;
        this.taker = taker;
        this.thread = thread;
    }

    /** What is given to flows alike; null for what stays. */
    private record Given(@Nullable String mark, @Nullable String comment) {
        static Given of(Notes before, Notes after) {
            return new Given(
                    before.mark().equals(after.mark()) ? null : after.mark(),
                    before.comment().equals(after.comment()) ? null : after.comment());
        }

        boolean isNothing() {
            return mark == null && comment == null;
        }
    }

    @Override
    public CompletableFuture<Long> edit(View view, FlowSpec spec, UnaryOperator<Notes> change) {
        return view.resolve(spec)
                .thenApplyAsync(
                        flows -> {
                            try {
                                return give(flows, change);
                            } catch (SessionException e) {
                                throw new UncheckedIOException(e.getMessage(), e);
                            }
                        },
                        thread);
    }

    private long give(Roaring64Bitmap flows, UnaryOperator<Notes> change) throws SessionException {
        if (flows.getLongCardinality() > NoteTaker.MOST) {
            throw SessionException.refused("notes are given to " + Quantity.count(NoteTaker.MOST, "flow")
                    + " at most at once, and these are "
                    + Quantity.count(flows.getLongCardinality(), "flow") + ": choose fewer");
        }
        Map<Given, List<Long>> given = new LinkedHashMap<>();
        long found = 0;
        try (SessionReader reader = source.reader()) {
            for (LongIterator each = flows.getLongIterator(); each.hasNext(); ) {
                List<Long> page = new ArrayList<>();
                while (each.hasNext() && page.size() < PAGE) {
                    page.add(each.next());
                }
                for (Flow flow : reader.flows(page)) {
                    found++;
                    given.computeIfAbsent(Given.of(flow.notes(), change.apply(flow.notes())), key -> new ArrayList<>())
                            .add(flow.id());
                }
            }
        }
        for (Map.Entry<Given, List<Long>> each : given.entrySet()) {
            if (!each.getKey().isNothing()) {
                taker.give(each.getValue(), each.getKey().mark(), each.getKey().comment());
            }
        }
        return found;
    }
}
