package dev.steno.addon;

/** A part that takes part in the traffic through hooks and facts. Built once, listed in the assembly. */
public interface Addon {

    /** The name in logs and error messages. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Registers handlers, subscriptions, options and commands. Called once, before the first connection. */
    void register(Registrar registrar);
}
