package dev.steno.redact;

import dev.steno.flow.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of messages that no rule concerns. */
final class UnchangedRows implements MessageRows {
    @Override
    public List<Message> next(@Nullable Message row) {
        return row == null ? List.of() : List.of(row);
    }

    @Override
    public boolean changed() {
        return false;
    }
}
