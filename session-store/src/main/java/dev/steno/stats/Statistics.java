package dev.steno.stats;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the flows of a session, all on one thread of low priority, {@code statistics}, which ends
 * when it is idle. Questions about the same selection that wait together are answered by one pass. An answer is kept for
 * a minute after it was last asked for, and brought up to date by the flows that came since. Any thread but an event
 * loop, since asking blocks.
 */
public final class Statistics implements AutoCloseable {
    /** How many questions may wait. */
    private static final int WAITING = 64;

    /** How many answers are kept. */
    private static final int KEPT = 32;

    /** An answer stands for this many times as long as it took, so that the thread is idle most of the time. */
    private static final int PAUSE = 4;

    private static final long KEPT_NANOS = 60_000_000_000L;
    private static final long POLL_MILLIS = 50;
    private static final long PATIENCE_SECONDS = 10;

    /** Opens a reader of the session. */
    @FunctionalInterface
    public interface Opener {
        SessionReader open() throws SessionException;
    }

    private final Opener opener;
    private final int pause;
    private final ThreadPoolExecutor thread;
    private final List<Waiting<?>> waiting = new ArrayList<>();
    private volatile boolean closed;

    // Confined to the thread.
    private final Map<List<Object>, Standing<?>> standings = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable SessionReader reader;

    /** A question that waits for its answer. */
    private static final class Waiting<R> {
        private final FlowScope selection;
        private final Question<R> question;
        private final CompletableFuture<R> answer = new CompletableFuture<>();
        private volatile boolean cancelled;

        private Waiting(FlowScope selection, Question<R> question) {
            this.selection = selection;
            this.question = question;
        }

        private List<Object> key() {
            return List.of(selection.key(), question.key());
        }

        @SuppressWarnings("unchecked") // equal keys have answers of the same type
        private void complete(Standing<?> standing) {
            answer.complete((R) standing.answer());
        }
    }

    /** @param opener called on the statistics thread when the first question is asked */
    public Statistics(Opener opener) {
        this(opener, PAUSE);
    }

    Statistics(Opener opener, int pause) {
        this.opener = opener;
        this.pause = pause;
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, "statistics");
            made.setDaemon(true);
            made.setPriority(Thread.MIN_PRIORITY);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
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
    public <R> R answer(FlowScope selection, Question<R> question, BooleanSupplier cancelled) throws SessionException {
        Waiting<R> asked = enqueue(selection, question);
        while (true) {
            try {
                return asked.answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
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

    /**
     * Like {@link #answer}, without waiting.
     *
     * @return the answer, completed on the statistics thread
     */
    public <R> CompletableFuture<R> ask(FlowScope selection, Question<R> question) {
        return enqueue(selection, question).answer;
    }

    /** A read of the session that takes a moment. */
    @FunctionalInterface
    public interface Reading<R> {
        R read(SessionReader reader) throws SessionException;
    }

    /** Reads on the statistics thread, after the questions that wait. */
    public <R> CompletableFuture<R> read(Reading<R> reading) {
        CompletableFuture<R> result = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    result.complete(reading.read(reader()));
                } catch (SessionException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.cancel(false); // closed
        }
        return result;
    }

    private <R> Waiting<R> enqueue(FlowScope selection, Question<R> question) {
        Waiting<R> asked = new Waiting<>(selection, question);
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

    // ---- On the statistics thread.

    private void work() {
        List<Waiting<?>> batch = takeBatch();
        try {
            answer(batch);
        } catch (SessionException | RuntimeException e) {
            for (Waiting<?> each : batch) {
                if (e instanceof CancellationException) {
                    each.answer.cancel(false);
                } else {
                    each.answer.completeExceptionally(e);
                }
            }
        }
    }

    /** Takes the question that waits longest, with all others about the same selection. */
    private List<Waiting<?>> takeBatch() {
        List<Waiting<?>> batch = new ArrayList<>();
        synchronized (waiting) {
            waiting.removeIf(each -> each.cancelled);
            for (Iterator<Waiting<?>> i = waiting.iterator(); i.hasNext(); ) {
                Waiting<?> each = i.next();
                if (batch.isEmpty()
                        || each.selection.key().equals(batch.get(0).selection.key())) {
                    batch.add(each);
                    i.remove();
                }
            }
        }
        return batch;
    }

    private void answer(List<Waiting<?>> batch) throws SessionException {
        if (batch.isEmpty()) {
            return; // an earlier task answered together with others
        }
        long begun = System.nanoTime();
        SessionReader from = reader();
        long version = from.version();
        forgetOld(begun);
        Map<List<Object>, Standing<?>> stale = new LinkedHashMap<>();
        for (Waiting<?> each : batch) {
            Standing<?> standing = standings.computeIfAbsent(each.key(), key -> standing(each));
            if (!standing.isFresh(version, begun, pause)) {
                stale.put(each.key(), standing);
            }
        }
        if (!stale.isEmpty()) {
            run(from, List.copyOf(stale.values()), version, begun, () -> isUnwanted(batch));
        }
        for (Waiting<?> each : batch) {
            each.complete(Objects.requireNonNull(standings.get(each.key())));
        }
    }

    private static <R> Standing<R> standing(Waiting<R> asked) {
        return new Standing<>(asked.selection, asked.question);
    }

    private boolean isUnwanted(List<Waiting<?>> batch) {
        return closed || batch.stream().allMatch(each -> each.cancelled);
    }

    private static void run(
            SessionReader from, List<Standing<?>> stale, long version, long begun, BooleanSupplier cancelled)
            throws SessionException {
        boolean done = false;
        try {
            var selected = stale.get(0).selection().flows().find(from, cancelled);
            stale.forEach(standing -> standing.begin(selected, begun));
            new TallyPass(from, stale, cancelled).run(version, begun);
            done = true;
        } finally {
            if (!done) {
                stale.forEach(Standing::reset);
            }
        }
    }

    private void forgetOld(long now) {
        Iterator<Standing<?>> oldest = standings.values().iterator();
        int surplus = standings.size() - KEPT;
        while (oldest.hasNext()) {
            Standing<?> each = oldest.next();
            if (surplus-- > 0 || now - each.answered() > KEPT_NANOS) {
                oldest.remove();
            }
        }
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
            waiting.forEach(each -> each.answer.cancel(false));
            waiting.clear();
        }
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SessionReader open = reader;
        if (open != null) {
            open.close();
        }
    }
}
