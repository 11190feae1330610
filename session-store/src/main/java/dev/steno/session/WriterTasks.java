package dev.steno.session;

import dev.steno.store.SessionException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Work for the writer thread that may wait until nothing is to be written. Added on any thread, taken on the writer's. */
final class WriterTasks {
    /** A few milliseconds of work at most: a fact that comes meanwhile waits for it. */
    interface Turn {
        void run() throws SessionException;
    }

    private record Waiting(Turn turn, CompletableFuture<Void> done) {}

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Adds a turn. Completes when it was taken. */
    CompletableFuture<Void> add(Turn turn) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(new Waiting(turn, done));
        return done;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs the next turn; says whether there was one. */
    boolean take() {
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

    /** None will be taken any more. */
    void cancel() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.done().cancel(false);
        }
    }
}
