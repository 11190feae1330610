package dev.steno.local;

import dev.steno.flow.HttpResponse;

/** Sees a response as a client gets it. Called on the event loop of its flow; must not block. */
public interface ResponseWatch {
    /** The head of the final response; its body is empty. */
    void head(HttpResponse head);

    /**
     * A part of the body, with its content codings.
     *
     * @param data for this call only; must not be modified
     */
    void data(byte[] data);
}
