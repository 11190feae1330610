package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.store.FlowRow;
import java.io.UncheckedIOException;

/**
 * Prints flows as a search finds them, and flushes the output at intervals, so that the first flows are shown while the
 * search continues. For one thread.
 */
public final class Printout {
    private static final long FLUSH_INTERVAL_NANOS = 20_000_000;

    private final FlowWriter writer;
    private final Console console;
    private long written;
    private long flushed = System.nanoTime();

    public Printout(FlowWriter writer, Console console) {
        this.writer = writer;
        this.console = console;
    }

    /**
     * Prints a flow.
     *
     * @return the number of flows printed so far
     * @throws UncheckedIOException if the output cannot be written
     */
    public long printRow(FlowRow row) {
        writer.write(row);
        flushIfDue();
        return ++written;
    }

    /** Returns the number of flows printed so far. */
    public long written() {
        return written;
    }

    /**
     * Flushes what was printed, at most once in 20 ms. To be called during a search as well, which may find nothing for
     * a long time.
     *
     * @throws UncheckedIOException if the output cannot be written, e.g. because the reader of a pipe has left
     */
    public void flushIfDue() {
        long now = System.nanoTime();
        if (now - flushed > FLUSH_INTERVAL_NANOS) {
            flushed = now;
            try {
                console.flush();
            } catch (StandardOut.Gone e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Prints the end of the list. */
    public void printEnd() {
        writer.writeEnd();
    }
}
