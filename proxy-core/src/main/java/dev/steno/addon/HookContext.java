package dev.steno.addon;

/**
 * Requests that a handler can make of the exchange in addition to its verdict. Valid only during the call of the
 * handler, on its thread.
 */
public interface HookContext {
    /** A context whose {@link #wantBody} does nothing, for hooks that have no body. */
    HookContext NONE = limit -> {};

    /**
     * Requests that the body of the message whose head is shown be held and shown whole at the next hook ({@code
     * REQUEST}, {@code RESPONSE}). A body above the limit streams as if it had not been requested.
     *
     * @param limit the largest body to hold, in bytes, above 0; if several handlers call it, the largest limit counts
     */
    void wantBody(int limit);
}
