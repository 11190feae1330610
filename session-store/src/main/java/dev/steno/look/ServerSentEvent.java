package dev.steno.look;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of an event stream (HTML, 9.2.6). Immutable.
 *
 * @param name the value of its field {@code event}; null if there is none
 * @param data the values of its fields {@code data}, as lines; of a block without such a field, its comments
 */
record ServerSentEvent(@Nullable String name, byte[] data) {

    static ServerSentEvent parse(byte[] block) {
        String name = null;
        List<String> data = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (String line : new String(block, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "data" -> data.add(value);
                default -> {
                    if (!line.isEmpty()) {
                        comments.add(line);
                    }
                }
            }
        }
        List<String> shown = data.isEmpty() ? comments : data;
        return new ServerSentEvent(name, String.join("\n", shown).getBytes(StandardCharsets.UTF_8));
    }
}
