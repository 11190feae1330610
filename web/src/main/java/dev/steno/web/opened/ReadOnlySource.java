package dev.steno.web.opened;

import dev.steno.store.NoteTaker;
import dev.steno.view.FlowSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Where a session that is only read comes from. Blocks; any thread but an event loop. */
public interface ReadOnlySource extends AutoCloseable {

    /** Returns its name for people. */
    String name();

    /** Returns its file; null if it is a store of several recorders. */
    @Nullable
    Path file();

    /** Returns what takes the marks and comments of viewers; null if nothing does. */
    default @Nullable NoteTaker notes() {
        return null;
    }

    /** Returns its flows and their changes. */
    FlowSource flows();

    /**
     * Returns what the status tells of it, in order: {@code flows} and {@code bytes}, as far as they are known.
     *
     * @throws IOException if it cannot be read
     */
    Map<String, @Nullable Object> figures() throws IOException;

    /** Writes what else is told of it, as members of the answer of {@code /opened}. */
    void write(JsonGenerator json);

    /** Returns what is to be done to change it, for the message of a refusal: what follows "so nothing in it is changed; ". */
    String remedy();

    @Override
    void close() throws IOException;
}
