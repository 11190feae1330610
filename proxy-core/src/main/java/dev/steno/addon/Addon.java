package dev.steno.addon;

import java.util.List;

/**
 * A part of the program that observes or changes traffic through hooks and facts. Constructed once, before the proxy
 * starts. Its handlers and consumers run on the threads that {@link Registrar} names; all methods of this interface are
 * called on the thread that starts or stops the proxy, which may block.
 *
 * <p>An addon in a jar has a public constructor without parameters and is named in the jar's file {@code
 * META-INF/services/dev.steno.addon.Addon}; the jar's manifest names the {@link ApiVersion}. A failure in any of these
 * methods removes such an addon from the start and is reported; the proxy and all other addons start.
 */
public interface Addon {

    /** Returns the name for logs, error messages and notes of flows. Called once; must be unique, and not blank. */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns the records of options that the command line, the configuration file and the environment can set. Called
     * once, before these are read; their values are passed to {@link #register} by {@link Registrar#options}.
     *
     * @return records whose components are declared with {@link dev.steno.option.Opt}; empty if there is none
     */
    default List<Class<? extends Record>> options() {
        return List.of();
    }

    /** Registers handlers, subscriptions, options and commands. Called once, before the first connection. */
    void register(Registrar registrar);

    /**
     * Releases what the addon opened: threads, files, connections. Called once if {@link #register} returned, after the
     * last fact was delivered. Handlers of exchanges that were cut off may still run.
     *
     * @throws Exception is logged
     */
    default void stop() throws Exception {}
}
