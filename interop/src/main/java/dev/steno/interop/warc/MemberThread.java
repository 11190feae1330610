package dev.steno.interop.warc;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The thread {@code warc-gzip} of one export, on which records are compressed while the next ones are read: compression takes most of
 * the time. Writes them in the order in which they were given. For one thread, which waits while {@value #AHEAD} records are not yet
 * written.
 */
final class MemberThread implements AutoCloseable {
    private static final int AHEAD = 8;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "warc-gzip");
        made.setDaemon(true);
        return made;
    });
    private final Deque<Future<?>> begun = new ArrayDeque<>();

    /** What writes a record. */
    interface Work {
        /** Writes it, on the thread. */
        void run() throws IOException;
    }

    /**
     * Has a record written.
     *
     * @throws IOException if one before it could not be written
     */
    void submit(Work work) throws IOException {
        awaitAllBut(AHEAD - 1);
        begun.add(thread.submit(() -> {
            work.run();
            return null;
        }));
    }

    /**
     * Waits until all records are written.
     *
     * @throws IOException if one could not be written
     */
    void await() throws IOException {
        awaitAllBut(0);
    }

    private void awaitAllBut(int most) throws IOException {
        while (begun.size() > most) {
            await(begun.remove());
        }
    }

    private static void await(Future<?> written) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    written.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // a record is written within milliseconds
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException told ? told : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread, behind the records that were given; after this call, none is being written. */
    @Override
    public void close() {
        thread.shutdown();
        for (Future<?> each : begun) {
            try {
                await(each);
            } catch (IOException e) {
                // the caller fails already, or would have asked
            }
        }
    }
}
