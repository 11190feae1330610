package dev.steno.flow;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that a handler gives for a message, read while they are sent and only as fast as the peer reads
 * them. May be opened for several messages. Any thread.
 */
public interface BodySource {

    /** The number of bytes; -1 if only the end shows it. */
    long length();

    /**
     * Opens the source for a message. Called on its event loop; must not block.
     *
     * @param blocking an executor whose tasks may block
     */
    Pieces open(Executor blocking);

    /** The pieces of one reading, called on the event loop of its message; no call may block. */
    interface Pieces {

        /**
         * Reads the next piece. Called only after the previous piece has arrived.
         *
         * @return a stage that completes on any thread, with null after the last piece, or with the error that ends the
         *     body
         */
        CompletionStage<@Nullable Piece> next();

        /** Releases what the reading holds. Called once, also after an error or while a piece is read. */
        void close();
    }

    /**
     * A part of a body.
     *
     * @param bytes must not be modified
     * @param pause how long after the previous piece it is sent, in nanoseconds; 0 at once
     */
    record Piece(byte[] bytes, long pause) {}
}
