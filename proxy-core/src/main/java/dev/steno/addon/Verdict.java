package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.HttpResponse;

/**
 * The decision of a handler. Immutable.
 *
 * @param <T> the subject of the hook
 */
public sealed interface Verdict<T> {

    /** Continues unchanged. */
    record Pass<T>() implements Verdict<T> {
        private static final Pass<?> INSTANCE = new Pass<>();
    }

    /**
     * Continues with this value, which is passed to later handlers. Of an HTTP flow, only the hook's message (request
     * or response) and the notes are taken over. A body that was held for the hook may be replaced by an inline body or
     * by none; Content-Length follows if there is one, and a chunked message stays chunked.
     */
    record Replace<T>(T subject) implements Verdict<T> {}

    /**
     * Sends this response to the client; no later handler of the hook runs. Its body must be inline or none;
     * Content-Length is adjusted, and trailers are not sent.
     */
    record Answer<T>(HttpResponse response) implements Verdict<T> {
        public Answer {
            if (response.body() instanceof Body.Stored) {
                throw new IllegalArgumentException("the body of an answer must be inline or none");
            }
        }
    }

    /**
     * Ends the exchange or connection. The reason is recorded in the flow's error.
     *
     * @param end how; applies to the hooks of HTTP messages, all others close the connection
     */
    record Drop<T>(String reason, End end) implements Verdict<T> {
        /** Ends by closing the client's connection or stream. */
        public Drop(String reason) {
            this(reason, End.CLOSE);
        }
    }

    /** Passes the connection through without decryption. */
    record Tunnel<T>() implements Verdict<T> {}

    /**
     * Replaces the subject, and then decides; for an answer or an end that the flow's notes explain.
     *
     * @param then neither {@code Replace} nor {@code After}
     */
    record After<T>(T subject, Verdict<T> then) implements Verdict<T> {}

    /** Continues unchanged. */
    @SuppressWarnings("unchecked") // safe: Pass holds no value of T
    static <T> Verdict<T> pass() {
        return (Verdict<T>) Pass.INSTANCE;
    }
}
