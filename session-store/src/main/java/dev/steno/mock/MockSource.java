package dev.steno.mock;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Flows that a mock answers from. Immutable.
 *
 * @param file a session file; null for the session in use
 * @param only the numbers of the flows that are used; null for all
 */
record MockSource(@Nullable Path file, @Nullable Roaring64Bitmap only) {

    /** Returns the source of a text: the name of a file, or {@code @session}. */
    static MockSource of(String text) {
        return new MockSource(text.equals(MockOptions.THIS_SESSION) ? null : Path.of(text), null);
    }
}
