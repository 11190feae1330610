package dev.steno.addon;

/** What a handler may ask of the exchange beside its verdict. Valid during the call only. */
public interface HookContext {
    /** Ignores every wish: for hooks that no body follows. */
    HookContext NONE = limit -> {};

    /**
     * Asks that the body of the message whose head is shown be held back and shown whole at the next hook
     * ({@code REQUEST}, {@code RESPONSE}). A body above the limit streams as if nothing had been asked.
     *
     * @param limit bytes, above 0
     */
    void wantBody(int limit);
}
