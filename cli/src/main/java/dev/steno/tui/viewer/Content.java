package dev.steno.tui.viewer;

import dev.steno.store.SessionReader;
import java.io.IOException;

/** What a viewer shows. All methods are called on the working thread. */
public interface Content {

    /**
     * Reads a part.
     *
     * @param offset at which the part of the body begins; 0 for content without a body, or for its first part
     */
    Excerpt read(SessionReader reader, long offset) throws IOException;

    /**
     * Finds a text in the bytes of the body.
     *
     * @param text whose ASCII letters match in either case
     * @param from the match begins there or behind it
     * @param before the match begins before this offset
     * @param last whether the last such match is wanted; otherwise the first one
     */
    default Found find(SessionReader reader, String text, long from, long before, boolean last) throws IOException {
        return Found.NOTHING;
    }

    /**
     * The end of a search. Immutable.
     *
     * @param offset of the match; -1 if none was found
     * @param searched the offset at which the search was stopped, as it took too long; -1 if it was not
     */
    record Found(long offset, long searched) {
        /** Nothing was found. */
        public static final Found NOTHING = new Found(-1, -1);
    }
}
