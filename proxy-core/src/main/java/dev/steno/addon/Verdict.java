package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.HttpResponse;

/**
 * What a handler decides.
 *
 * @param <T> what the hook shows
 */
public sealed interface Verdict<T> {

    /** Goes on unchanged. */
    record Pass<T>() implements Verdict<T> {
        private static final Pass<?> INSTANCE = new Pass<>();
    }

    /**
     * Goes on with this instead; later handlers see it. Of an HTTP flow, the message that the hook shows and the notes are
     * taken over, and a body that is shown whole may be put in place of another by one that is inline or none; its
     * Content-Length is set to suit.
     */
    record Replace<T>(T subject) implements Verdict<T> {}

    /**
     * The client gets this response; no later handler of the hook runs. Its body must be inline or none; its
     * Content-Length is set to suit, and trailers are not sent.
     */
    record Answer<T>(HttpResponse response) implements Verdict<T> {
        public Answer {
            if (response.body() instanceof Body.Stored) {
                throw new IllegalArgumentException("an answer needs its body at hand: inline, or none");
            }
        }
    }

    /** The exchange or connection ends here. The reason is recorded. */
    record Drop<T>(String reason) implements Verdict<T> {}

    /** The connection is passed through untouched. */
    record Tunnel<T>() implements Verdict<T> {}

    /** Goes on unchanged. */
    @SuppressWarnings("unchecked") // Pass holds nothing of T
    static <T> Verdict<T> pass() {
        return (Verdict<T>) Pass.INSTANCE;
    }
}
