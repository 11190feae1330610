package dev.steno.view;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Two readers of one session, one for pages and one for scans, so that a scan does not delay a page. They are opened
 * when first used. For reading threads.
 */
final class ReaderPair implements AutoCloseable {
    private final FlowSource source;
    private @Nullable SessionReader pages;
    private @Nullable SessionReader scans;
    private boolean closed;

    ReaderPair(FlowSource source) {
        this.source = source;
    }

    synchronized SessionReader pages() {
        SessionReader open = pages;
        if (open == null) {
            open = open();
            pages = open;
        }
        return open;
    }

    synchronized SessionReader scans() {
        SessionReader open = scans;
        if (open == null) {
            open = open();
            scans = open;
        }
        return open;
    }

    private SessionReader open() {
        if (closed) {
            throw new CancellationException("the view was closed");
        }
        try {
            return source.reader();
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pages != null) {
            pages.close();
        }
        if (scans != null) {
            scans.close();
        }
    }
}
