package dev.steno.addon;

/**
 * Reacts to a hook.
 *
 * @param <T> what the hook shows
 */
@FunctionalInterface
public interface Handler<T> {
    /**
     * Decides. Registered with {@link Registrar#on} it runs on an event loop and must not block; with
     * {@link Registrar#onBlocking} it runs on the addon executor and may.
     *
     * @throws Exception to be logged and passed over, or to drop the exchange where the handler was registered fail-closed
     */
    Verdict<T> handle(T subject, HookContext context) throws Exception;
}
