package dev.steno.flow;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Changes a body while it passes. Bytes are put in as they arrive and taken out in pieces of a moderate size, so that a
 * body of any size needs little memory. Used by one thread at a time, on which it may compute and read files; it must not
 * wait.
 */
public interface BodyTransform {

    /** Takes a piece, which is not modified afterwards. Called only after {@link #next} has returned null. */
    void put(byte[] piece) throws IOException;

    /** The body is complete. Called once, after {@link #next} has returned null. */
    void end() throws IOException;

    /**
     * The next piece to send, not empty; null if there is none until more is put in, or after the end.
     *
     * @throws IOException if the body cannot be changed further, which ends the exchange
     */
    byte @Nullable [] next() throws IOException;

    /** The trailers to send, from those that arrived; null for none. Called once, after the last piece. */
    default @Nullable Headers trailers(@Nullable Headers arrived) {
        return arrived;
    }

    /**
     * The notes of the flow, from its present notes; the same if there is nothing new. Called before each piece is sent and
     * after the last, so that a flow whose body never ends has them.
     */
    default Notes noted(Notes notes) {
        return notes;
    }

    /**
     * Marks what was put in so far. Returns whether any of it is held back, because more input may change how it is sent;
     * {@link #release} follows if it does not arrive soon.
     */
    default boolean mark() {
        return false;
    }

    /** Sends what was put in before the latest mark, as if nothing followed. */
    default void release() throws IOException {}

    /** Frees what the transform holds. Called once. */
    default void close() {}
}
