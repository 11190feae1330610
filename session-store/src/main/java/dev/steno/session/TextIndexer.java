package dev.steno.session;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.search.Postings;
import dev.steno.search.TextChunk;
import dev.steno.search.TextChunkBuilder;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoredContent;
import dev.steno.store.TextIndex;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the index of texts on its own thread ({@code text-indexer}). It reads durable flows, builds a chunk of the
 * index in memory and passes it to the writer thread in tasks of a few milliseconds, which run when no fact is queued.
 * It pauses while the writer is busy. Searches read the flows that are not indexed yet.
 *
 * <p>A failure is logged, and indexing is retried after {@value #RETRY_MILLIS} ms.
 */
final class TextIndexer {
    private static final Logger LOG = LoggerFactory.getLogger(TextIndexer.class);

    /** Flows read between two checks of whether the writer is busy. */
    private static final int READ = 64;

    /** Bytes of rows written by one task. */
    private static final int TURN_BYTES = 256 << 10;

    /** Time without commits after which an incomplete chunk is indexed, if it has at least {@link #LEAST} flows. */
    private static final long QUIET_MILLIS = 2_000;

    private static final int LEAST = 256;

    private static final long NAP_MILLIS = 250;
    private static final long BUSY_MILLIS = 20;
    private static final long RETRY_MILLIS = 5_000;

    private final SessionStore store;
    private final SessionWriter writer;
    private final Thread thread;
    private volatile boolean closing;
    private long seen;
    private long quietSince = System.nanoTime();

    /** Whether there is nothing worth indexing until the next commit. */
    private boolean settled;

    /** Ends the thread; never leaves it. */
    private static final class Closing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Closing() {
            super(null, null, false, false);
        }
    }

    TextIndexer(SessionStore store, SessionWriter writer) {
        this.store = store;
        this.writer = writer;
        this.thread = new Thread(this::run, "text-indexer");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread and abandons the chunk in progress. The writer must still run. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends within milliseconds
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        SessionReader reader = null;
        boolean told = false;
        if (!store.resumed()) { // nothing to index yet: leave the processor to the start
            nap(NAP_MILLIS);
        }
        while (!closing) {
            try {
                if (reader == null) {
                    reader = store.reader();
                }
                if (!index(reader)) {
                    nap(NAP_MILLIS);
                }
                told = false;
            } catch (Closing | CancellationException end) {
                break;
            } catch (SessionException | RuntimeException e) {
                if (!told) {
                    LOG.warn("text indexing failed and will be retried: {}", e.getMessage());
                    LOG.debug("text indexing failed", e);
                    told = true;
                }
                nap(RETRY_MILLIS);
            }
        }
        if (reader != null) {
            reader.close();
        }
    }

    private void nap(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0 && !closing; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Indexes the flows that are due. Returns whether there may be more to index at once. */
    private boolean index(SessionReader reader) throws SessionException {
        long commits = writer.commits();
        long now = System.nanoTime();
        if (commits != seen) {
            seen = commits;
            quietSince = now;
            settled = false;
        }
        if (settled) {
            return false;
        }
        int waiting = reader.places(Place.ofNumber(store.textIndex().indexedTo()), TextChunkBuilder.FLOWS, false)
                .size();
        boolean quiet = now - quietSince >= TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        if (waiting < TextChunkBuilder.FLOWS && !quiet) {
            return false;
        }
        dropEmptyChunks();
        boolean more = waiting >= LEAST && chunk(reader, false);
        more |= chunk(reader, true);
        settled = quiet && !more;
        return more;
    }

    private void dropEmptyChunks() throws SessionException {
        boolean[] dropped = {true};
        while (dropped[0]) {
            awaitQuietWriter();
            turn(() -> dropped[0] = store.textIndex().dropEmpty());
        }
    }

    /** Indexes one chunk. Returns whether there may be another. */
    private boolean chunk(SessionReader reader, boolean again) throws SessionException {
        TextIndex index = store.textIndex();
        List<Long> next = new ArrayList<>();
        awaitQuietWriter();
        turn(() -> next.addAll(index.beginChunk(TextChunkBuilder.FLOWS, again)));
        if (next.size() < LEAST) {
            return false;
        }
        TextChunkBuilder builder = new TextChunkBuilder(new StoredContent(reader));
        List<Long> open = new ArrayList<>();
        for (int from = 0; from < next.size() && !builder.isFull(); from += READ) {
            awaitQuietWriter();
            read(reader, next.subList(from, Math.min(from + READ, next.size())), builder, open);
        }
        boolean full = builder.isFull();
        if (!builder.isEmpty()) {
            write(index, builder.build(), open);
        }
        return full;
    }

    private static void read(SessionReader reader, List<Long> ids, TextChunkBuilder builder, List<Long> open)
            throws SessionException {
        for (long id : ids) {
            if (builder.isFull()) {
                return;
            }
            Flow flow = flow(reader, id, builder);
            if (flow == null) {
                continue;
            }
            if (flow.state() == FlowState.OPEN) {
                open.add(id);
            }
            try {
                builder.addFlow(flow);
            } catch (UncheckedIOException e) {
                LOG.debug("a body of flow {} cannot be indexed", id, e);
                builder.addUnread(id);
            }
        }
    }

    /** Reads a flow; null if it was deleted in the meantime or is damaged. Searches report damaged flows. */
    private static @Nullable Flow flow(SessionReader reader, long id, TextChunkBuilder builder)
            throws SessionException {
        try {
            return reader.flow(id).orElse(null);
        } catch (SessionException e) {
            if (!(e.getCause() instanceof RuntimeException)) {
                throw e;
            }
            LOG.debug("flow {} cannot be indexed", id, e);
            builder.addUnread(id);
            return null;
        }
    }

    private void write(TextIndex index, TextChunk chunk, List<Long> open) throws SessionException {
        List<byte[]> rows = chunk.rows();
        for (int from = 0; from < Postings.ROWS; ) {
            int to = from;
            for (int bytes = 0; to < Postings.ROWS && bytes < TURN_BYTES; to++) {
                bytes += rows.get(to).length;
            }
            int first = from;
            List<byte[]> part = rows.subList(from, to);
            awaitQuietWriter();
            turn(() -> index.write(first, part));
            from = to;
        }
        turn(() -> index.publishChunk(chunk, open));
    }

    private void awaitQuietWriter() {
        while (writer.isBusy()) {
            nap(BUSY_MILLIS);
            if (closing) {
                break;
            }
        }
        if (closing) {
            throw new Closing();
        }
    }

    /**
     * Waits until the writer has run a task. Ends early if this thread is being closed, since a writer whose store
     * fails runs no tasks. A task of an abandoned chunk that runs later does no harm.
     */
    private void turn(WriterTasks.Turn work) throws SessionException {
        CompletableFuture<Void> done = writer.turn(work);
        done.whenComplete((nothing, failure) -> LockSupport.unpark(thread));
        while (!done.isDone()) {
            if (closing) {
                throw new Closing();
            }
            LockSupport.park(this);
        }
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SessionException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
