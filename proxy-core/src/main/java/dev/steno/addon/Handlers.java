package dev.steno.addon;

/** Registers handlers of hooks. Used on one thread, only during the call that it is given to. */
public interface Handlers {

    /** Registers a handler that runs on an event loop and must not block. If it throws, it is skipped. */
    <T> void on(Hook<T> hook, Phase phase, Handler<T> handler);

    /** Registers a handler that returns its verdict as a stage; it is called on an event loop and must not block. */
    <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler);

    /** Registers a handler that may block; it runs on the addon executor. */
    <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler);

    /**
     * If a handler that is registered after this call throws, the exchange is dropped instead of the handler being
     * skipped.
     */
    void failClosed();
}
