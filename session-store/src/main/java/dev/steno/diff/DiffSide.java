package dev.steno.diff;

import dev.steno.filter.Filter;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * One of the two selections that are compared.
 *
 * @param file the session
 * @param reader of the session; no reader of the other side, since both read at once
 * @param choice which flows are compared
 */
public record DiffSide(Path file, SessionReader reader, Choice choice) {
    /** Chooses flows of a session. Called once, on the thread that reads the side. */
    @FunctionalInterface
    public interface Choice {
        /** All flows. */
        Choice ALL = (reader, stopped) -> null;

        /**
         * Returns the numbers of the flows; null for all.
         *
         * @throws java.util.concurrent.CancellationException once {@code stopped} is true
         */
        @Nullable
        Roaring64Bitmap numbers(SessionReader reader, BooleanSupplier stopped) throws SessionException;

        /** Chooses the flows that match a filter. */
        static Choice matching(Filter filter) {
            return filter instanceof Filter.All
                    ? ALL
                    : (reader, stopped) -> FlowSearch.numbers(reader, filter, stopped);
        }
    }

    /** A side of the flows that match a filter. */
    public DiffSide(Path file, SessionReader reader, Filter filter) {
        this(file, reader, Choice.matching(filter));
    }
}
