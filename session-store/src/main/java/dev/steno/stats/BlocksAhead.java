package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Blocks of columns, oldest flows first, of which the next one is read on another thread while the current one is
 * counted: reading takes about as long as counting. For one thread.
 */
final class BlocksAhead {
    private final SessionReader reader;
    private final List<FlowColumn> columns;
    private final Executor ahead;
    private FutureTask<ColumnBlock> next;
    private Place after;

    /** @param after the blocks begin after this place */
    BlocksAhead(SessionReader reader, List<FlowColumn> columns, Place after, Executor ahead) {
        this.reader = reader;
        this.columns = columns;
        this.ahead = ahead;
        this.after = after;
        this.next = read(after);
    }

    private FutureTask<ColumnBlock> read(Place from) {
        FutureTask<ColumnBlock> task = new FutureTask<>(() -> reader.columns(columns, from));
        ahead.execute(task);
        return task;
    }

    /** Returns whether there is another block. */
    boolean hasNext() throws SessionException {
        return !await().last().equals(after);
    }

    /** Returns the next block. */
    ColumnBlock next() throws SessionException {
        ColumnBlock block = await();
        after = block.last();
        next = read(after);
        return block;
    }

    private ColumnBlock await() throws SessionException {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SessionException failure) {
                throw failure;
            }
            throw new IllegalStateException("columns cannot be read", e.getCause());
        }
    }
}
