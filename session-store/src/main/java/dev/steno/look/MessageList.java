package dev.steno.look;

import dev.steno.store.SessionReader;
import java.io.IOException;

/** A list of the messages of one flow, which may grow. Any thread; calls are serialised. */
interface MessageList {
    /**
     * Returns a window of the list.
     *
     * @param from rank of its first row; moved so that the window is full, if the list is long enough
     * @param tail whether the window is at the end instead
     * @param deadline {@link System#nanoTime} at which a search is interrupted; the next call goes on with it
     */
    MessageWindow window(SessionReader reader, long from, int count, boolean tail, long deadline) throws IOException;

    /** Returns the rank of the first row from a window's place. */
    static long first(long size, long from, int count, boolean tail) {
        long last = Math.max(0, size - count);
        return tail ? last : Math.min(Math.max(0, from), last);
    }
}
