package dev.steno.redact;

import dev.steno.flow.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of messages, redacted. For one thread. */
public interface MessageRows {
    /**
     * Takes a row, and returns those that are complete; their lengths change, and their true sizes do not.
     *
     * @param row the next row; null after the last one, for the rows that remain
     */
    List<Message> next(@Nullable Message row);

    /** Whether any value was replaced so far. */
    boolean changed();
}
