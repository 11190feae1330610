package dev.steno.view;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The readers of one session: one for pages, and one for each search that runs, so that a search delays neither a page
 * nor another search. They are opened when first used. For reading and searching threads.
 */
final class ViewReaders implements AutoCloseable {
    private final FlowSource source;
    private final List<SessionReader> opened = new ArrayList<>();
    private final Deque<SessionReader> idle = new ArrayDeque<>();
    private @Nullable SessionReader pages;
    private boolean closed;

    ViewReaders(FlowSource source) {
        this.source = source;
    }

    /** A long read. */
    interface Search<T> {
        T run(SessionReader reader) throws SessionException;
    }

    synchronized SessionReader pages() {
        SessionReader open = pages;
        if (open == null) {
            open = open();
            pages = open;
        }
        return open;
    }

    /** Runs a search with a reader of its own. */
    <T> T search(Search<T> search) {
        SessionReader reader = takeReader();
        try {
            return search.run(reader);
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        } finally {
            giveBack(reader);
        }
    }

    private synchronized SessionReader takeReader() {
        SessionReader reader = idle.poll();
        return reader == null ? open() : reader;
    }

    private synchronized void giveBack(SessionReader reader) {
        idle.push(reader);
    }

    private SessionReader open() {
        if (closed) {
            throw new CancellationException("the view was closed");
        }
        try {
            SessionReader reader = source.reader();
            opened.add(reader);
            return reader;
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        opened.forEach(SessionReader::close);
    }
}
