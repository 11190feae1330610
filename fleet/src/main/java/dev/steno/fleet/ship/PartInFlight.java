package dev.steno.fleet.ship;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A part that another thread sends, while the next one is packed. For the shipper's thread. */
final class PartInFlight {
    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private final Future<?> sending;
    private final Work noting;
    private boolean landed;

    /**
     * Begins to send.
     *
     * @param by its thread, which has nothing else to do
     * @param noting notes what came of it, on the shipper's thread
     */
    PartInFlight(ExecutorService by, Work sending, Work noting) {
        this.noting = noting;
        this.sending = by.submit(() -> {
            sending.run();
            return null;
        });
    }

    /**
     * Waits until it is sent, and has it noted; nothing if that was done before. Afterwards the connection is free.
     *
     * @throws IOException as the work did
     */
    void land() throws IOException {
        if (landed) {
            return;
        }
        landed = true;
        awaitSent();
        noting.run();
    }

    private void awaitSent() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    sending.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // a statement on this thread would not end either
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
