package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.HttpResponse;

/**
 * The decision of a handler.
 *
 * @param <T> what the hook shows
 */
public sealed interface Verdict<T> {

    /** Continues unchanged. */
    record Pass<T>() implements Verdict<T> {
        private static final Pass<?> INSTANCE = new Pass<>();
    }

    /**
     * Continues with this value, which later handlers get. Of an HTTP flow, the message that the hook shows and the
     * notes are used. A body that is shown whole may be replaced by an inline one or by none; Content-Length is
     * adjusted.
     */
    record Replace<T>(T subject) implements Verdict<T> {}

    /**
     * Sends this response to the client; no later handler of the hook runs. Its body must be inline or none;
     * Content-Length is adjusted, and trailers are not sent.
     */
    record Answer<T>(HttpResponse response) implements Verdict<T> {
        public Answer {
            if (response.body() instanceof Body.Stored) {
                throw new IllegalArgumentException("an answer needs its body at hand: inline, or none");
            }
        }
    }

    /** Ends the exchange or connection. The reason is recorded. */
    record Drop<T>(String reason) implements Verdict<T> {}

    /** Passes the connection through without decryption. */
    record Tunnel<T>() implements Verdict<T> {}

    /** Continues unchanged. */
    @SuppressWarnings("unchecked") // safe: Pass holds no value of T
    static <T> Verdict<T> pass() {
        return (Verdict<T>) Pass.INSTANCE;
    }
}
