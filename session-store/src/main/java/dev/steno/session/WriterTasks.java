package dev.steno.session;

import dev.steno.store.SessionException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tasks for the writer thread that run when no fact is queued. Added on any thread, run on the writer thread. */
final class WriterTasks {
    /** A task. It takes a few milliseconds at most, since it delays facts that arrive in the meantime. */
    interface Turn {
        void run() throws SessionException;
    }

    private record Waiting(Turn turn, CompletableFuture<Void> done) {}

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Adds a task. The future completes when the task has run; it fails if the task fails. */
    CompletableFuture<Void> addTask(Turn turn) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(new Waiting(turn, done));
        return done;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs the next task; returns whether there was one. */
    boolean runNext() {
        Waiting next = waiting.poll();
        if (next == null) {
            return false;
        }
        try {
            next.turn().run();
            next.done().complete(null);
        } catch (SessionException | RuntimeException | OutOfMemoryError e) {
            next.done().completeExceptionally(e);
        }
        return true;
    }

    /** Cancels the remaining tasks. */
    void cancel() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.done().cancel(false);
        }
    }
}
