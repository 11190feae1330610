package dev.steno.stats;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the flows of a session, all on one thread of low priority, {@code statistics}, for
 * which another, {@code statistics-read}, reads ahead; both end when they are idle. Questions about the same flows that wait together are answered by one pass. Any thread but an event
 * loop, since asking blocks.
 */
public final class Statistics implements AutoCloseable {
    /** How many questions and reads may wait. */
    static final int WAITING = 64;

    /** How long the first question waits for others, which a page asks at the same time. */
    private static final long GATHERED_NANOS = 10_000_000;

    private static final long IDLE_SECONDS = 10;
    private static final long POLL_MILLIS = 20;
    private static final long PATIENCE_SECONDS = 10;

    /** Opens a reader of the session. */
    @FunctionalInterface
    public interface Opener {
        SessionReader open() throws SessionException;
    }

    /** Reads something else than columns. */
    @FunctionalInterface
    public interface Reading<R> {
        /** @param cancelled polled meanwhile; if it is true, the result is no longer wanted */
        R read(SessionReader reader, BooleanSupplier cancelled) throws SessionException;
    }

    private final Opener opener;
    private final long gatheredNanos;
    private final ThreadPoolExecutor thread;
    private final ThreadPoolExecutor ahead;
    private final List<Waiting<?>> waiting = new ArrayList<>(); // guarded by itself
    private volatile boolean closed;

    // Confined to the thread.
    private final KeptAnswers kept;
    private @Nullable SessionReader reader;

    /** A question or a read that waits for its result. */
    static final class Waiting<R> {
        private final @Nullable Reading<R> reading;
        private final @Nullable FlowScope scope;
        private final @Nullable Question<R> question;
        private final CompletableFuture<R> result = new CompletableFuture<>();
        private volatile boolean cancelled;

        private Waiting(@Nullable FlowScope scope, @Nullable Question<R> question, @Nullable Reading<R> reading) {
            this.scope = scope;
            this.question = question;
            this.reading = reading;
        }

        /** Whether one pass can answer both. */
        private boolean joins(Waiting<?> other) {
            return scope != null && other.scope != null && scope.key().equals(other.scope.key());
        }

        private void read(SessionReader from, BooleanSupplier unwanted) throws SessionException {
            if (reading != null) {
                result.complete(reading.read(from, unwanted));
            }
        }

        private void answer(KeptAnswers kept) {
            if (scope != null && question != null) {
                result.complete(kept.answer(scope, question));
            }
        }

        private void want(KeptAnswers kept) {
            if (scope != null && question != null) {
                kept.want(scope, question);
            }
        }
    }

    /** @param opener called on the statistics thread when the first question is asked */
    public Statistics(Opener opener) {
        this(opener, KeptAnswers.PAUSE, GATHERED_NANOS);
    }

    Statistics(Opener opener, int pause, long gatheredNanos) {
        this.opener = opener;
        this.gatheredNanos = gatheredNanos;
        this.kept = new KeptAnswers(pause);
        this.thread = thread("statistics");
        this.ahead = thread("statistics-read");
    }

    private static ThreadPoolExecutor thread(String name) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, name);
                    made.setDaemon(true);
                    made.setPriority(Thread.MIN_PRIORITY);
                    return made;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** Reports that too many questions wait. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusyException() {
            super(WAITING + " questions about statistics wait for an answer, which is the limit; ask again later");
        }
    }

    /**
     * Returns the answer to a question; waits for it.
     *
     * @param cancelled polled while waiting; if it is true, the work for this question ends
     * @throws CancellationException if cancelled, or closed meanwhile
     * @throws BusyException if too many questions wait
     * @throws SessionException if the session cannot be read
     */
    public <R> R answer(FlowScope scope, Question<R> question, BooleanSupplier cancelled) throws SessionException {
        return await(enqueue(new Waiting<>(scope, question, null)), cancelled);
    }

    /** Reads on the statistics thread, behind the questions that wait; otherwise as {@link #answer}. */
    public <R> R read(Reading<R> reading, BooleanSupplier cancelled) throws SessionException {
        return await(enqueue(new Waiting<>(null, null, reading)), cancelled);
    }

    /** Like {@link #answer}, without waiting; the result is completed on the statistics thread. */
    public <R> CompletableFuture<R> answerLater(FlowScope scope, Question<R> question) {
        return enqueue(new Waiting<>(scope, question, null)).result;
    }

    /** Like {@link #read}, without waiting; the result is completed on the statistics thread. */
    public <R> CompletableFuture<R> readLater(Reading<R> reading) {
        return enqueue(new Waiting<>(null, null, reading)).result;
    }

    private <R> Waiting<R> enqueue(Waiting<R> asked) {
        synchronized (waiting) {
            if (closed) {
                throw new CancellationException("the statistics are closed");
            }
            if (waiting.size() >= WAITING) {
                throw new BusyException();
            }
            waiting.add(asked);
            thread.execute(this::work);
        }
        return asked;
    }

    private static <R> R await(Waiting<R> asked, BooleanSupplier cancelled) throws SessionException {
        while (true) {
            try {
                return asked.result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    asked.cancelled = true;
                    throw new CancellationException();
                }
            } catch (InterruptedException e) {
                asked.cancelled = true;
                Thread.currentThread().interrupt();
                throw new CancellationException();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SessionException failure) {
                    throw failure;
                }
                throw new IllegalStateException("statistics failed", e.getCause());
            }
        }
    }

    // ---- On the statistics thread.

    private void work() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return; // an earlier task answered it together with others
            }
        }
        LockSupport.parkNanos(gatheredNanos);
        List<Waiting<?>> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        try {
            SessionReader from = reader();
            BooleanSupplier unwanted = () -> closed || batch.stream().allMatch(each -> each.cancelled);
            if (batch.get(0).scope == null) {
                batch.get(0).read(from, unwanted);
                return;
            }
            long begun = System.nanoTime();
            kept.begin(from.version(), begun);
            batch.forEach(each -> each.want(kept));
            kept.renew(from, unwanted, ahead);
            batch.forEach(each -> each.answer(kept));
        } catch (CancellationException e) {
            batch.forEach(each -> each.result.cancel(false));
        } catch (SessionException | RuntimeException e) {
            batch.forEach(each -> each.result.completeExceptionally(e));
        }
    }

    /** Takes what waits longest, with all questions about the same flows. */
    private List<Waiting<?>> takeBatch() {
        List<Waiting<?>> batch = new ArrayList<>();
        synchronized (waiting) {
            waiting.removeIf(each -> each.cancelled);
            for (Iterator<Waiting<?>> i = waiting.iterator(); i.hasNext(); ) {
                Waiting<?> each = i.next();
                if (batch.isEmpty() || each.joins(batch.get(0))) {
                    batch.add(each);
                    i.remove();
                }
            }
        }
        return batch;
    }

    private SessionReader reader() throws SessionException {
        SessionReader open = reader;
        if (open == null) {
            open = opener.open();
            reader = open;
        }
        return open;
    }

    /** Ends the work under way and closes the reader. To be called before the session is closed. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.forEach(each -> each.result.cancel(false));
            waiting.clear();
        }
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ahead.shutdown();
            ahead.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SessionReader open = reader;
        if (open != null) {
            open.close();
        }
    }
}
