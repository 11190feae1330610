package dev.steno.addon;

/**
 * Handles a hook. The thread depends on the method of {@link Registrar} with which it was registered.
 *
 * @param <T> the subject of the hook
 */
@FunctionalInterface
public interface Handler<T> {
    /**
     * Returns the verdict. Registered with {@link Registrar#on}, it runs on an event loop and must not block; with
     * {@link Registrar#onBlocking}, it runs on the addon executor and may block.
     *
     * @throws Exception is logged and the handler is skipped, or the exchange is dropped if the handler is fail-closed
     */
    Verdict<T> handle(T subject, HookContext context) throws Exception;
}
