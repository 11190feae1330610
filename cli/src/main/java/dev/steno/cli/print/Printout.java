package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.store.FlowRow;
import java.io.UncheckedIOException;

/**
 * A list of flows that is printed as it is found. What was found is handed on soon even where nothing follows it, so that a
 * person sees the first flows while the search for others goes on. For one thread.
 */
public final class Printout {
    /** What is found is handed on so often. */
    private static final long BETWEEN_NANOS = 20_000_000;

    private final FlowWriter writer;
    private final Console console;
    private final long limit;
    private long written;
    private long flushed = System.nanoTime();

    /** @param limit so many flows are printed at most */
    public Printout(FlowWriter writer, Console console, long limit) {
        this.writer = writer;
        this.console = console;
        this.limit = limit;
    }

    /** Prints a flow; says whether another is wanted. */
    public boolean add(FlowRow row) {
        writer.write(row);
        handOn();
        return ++written < limit;
    }

    /** Asked now and then during the search, which is as wanted as the beginning was; but see {@link #add}. */
    public boolean isUnwanted() {
        handOn();
        return false;
    }

    /** @throws UncheckedIOException when nobody takes it any more, and so ends the search */
    private void handOn() {
        long now = System.nanoTime();
        if (now - flushed > BETWEEN_NANOS) {
            flushed = now;
            try {
                console.flush();
            } catch (StandardOut.Gone e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public void end() {
        writer.end();
    }
}
