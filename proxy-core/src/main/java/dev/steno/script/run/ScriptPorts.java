package dev.steno.script.run;

import dev.steno.command.Commands;
import dev.steno.flow.Flow;
import dev.steno.local.LocalClients;
import dev.steno.option.Options;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of the product that scripts reach. Immutable; any thread.
 *
 * @param clients supplies what sends requests, each time; fails before the proxy has started
 */
public record ScriptPorts(
        Supplier<Options> options, Supplier<Commands> commands, Supplier<LocalClients> clients, Query query) {

    /** Finds recorded flows. */
    @FunctionalInterface
    public interface Query {
        /** No record. */
        Query NONE = (filter, limit) -> {
            throw new IllegalStateException("nothing is recorded, so there is no flow to find");
        };

        /**
         * Returns the newest flows that match, the newest first. Blocks.
         *
         * @throws IllegalArgumentException if the filter is not valid
         * @throws IOException if the session cannot be read
         */
        List<Flow> flows(String filter, int limit) throws IOException;
    }
}
