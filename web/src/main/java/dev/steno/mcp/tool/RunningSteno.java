package dev.steno.mcp.tool;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API of the Steno that records the session. Calls block; any thread. */
public interface RunningSteno {
    /** Finds it anew for each call, since it may start and stop. */
    @FunctionalInterface
    interface Finder {
        /** Returns it; empty if no Steno records the session. */
        Optional<RunningSteno> find() throws IOException;
    }

    /**
     * Reads a resource.
     *
     * @param path below {@code /api/v1}
     * @throws IOException if it does not answer, or refuses; the message is its sentence
     */
    @Nullable
    Object get(String path) throws IOException;

    /** Calls a resource that changes something; otherwise as {@link #get}. */
    @Nullable
    Object post(String path, Map<String, Object> body) throws IOException;
}
