package dev.steno.addon;

import java.util.function.Consumer;

/**
 * Handlers of an addon that can be replaced while the proxy runs, such as those of a rule that is switched off: a hook
 * without handlers costs nothing. They run in the place of their addon. Any thread.
 */
@FunctionalInterface
public interface HandlerSet {
    /**
     * Replaces all handlers of the set as one. Runs that have begun continue with the handlers they began with. If the
     * registration throws, the set stays as it is.
     *
     * @param registration registers the new handlers; none to leave the set empty. Called before this method returns
     */
    void replace(Consumer<Handlers> registration);
}
