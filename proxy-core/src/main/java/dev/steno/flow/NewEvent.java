package dev.steno.flow;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event to put into an event stream (HTML, 9.2). Immutable.
 *
 * @param data its text, of any number of lines
 * @param name its type; null for {@code message}
 * @param id the last event ID that clients keep; null to leave it, empty to reset it
 * @param retry after how many milliseconds clients connect again; negative to leave it
 */
public record NewEvent(
        String data, @Nullable String name, @Nullable String id, long retry) {

    /** @throws IllegalArgumentException if the name or the ID cannot be written in one line */
    public NewEvent {
        checkLine("name", name);
        checkLine("ID", id);
    }

    private static void checkLine(String what, @Nullable String text) {
        if (text != null && text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(
                    "the " + what + " of the event has a line break or NUL, which it cannot have");
        }
    }

    /** The event as it is sent, with the blank line that ends it. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder();
        line(text, "event", name);
        line(text, "id", id);
        if (retry >= 0) {
            line(text, "retry", Long.toString(retry));
        }
        for (String line : data.split("\r\n|\n|\r", -1)) {
            line(text, "data", line);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder to, String field, @Nullable String value) {
        if (value != null) {
            to.append(field).append(value.isEmpty() ? ":" : ": ").append(value).append('\n');
        }
    }
}
