package dev.steno.addon;

/**
 * A part of the program that observes or changes traffic through hooks and facts. Constructed once, before the proxy
 * starts. Its handlers and consumers run on the threads that {@link Registrar} names.
 */
public interface Addon {

    /** Returns the name for logs and error messages. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Registers handlers, subscriptions, options and commands. Called once, before the first connection. */
    void register(Registrar registrar);
}
