package dev.steno.cli.remote;

import dev.steno.json.JsonInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON as maps in the order of their members, lists, strings, numbers, booleans and null. Stateless. */
public final class JsonTree {
    private JsonTree() {}

    /**
     * Reads one value.
     *
     * @throws IOException if the stream cannot be read or is not JSON
     */
    static @Nullable Object read(InputStream text) throws IOException {
        return JsonInput.first(text);
    }

    /** Returns a value as an object; empty if it is none. */
    @SuppressWarnings("unchecked") // the reader creates maps with these types only
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** Returns the objects of a list; empty if the value is none. */
    public static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(JsonTree::object).toList()
                : List.of();
    }

    /** Returns a member that is a text; empty if there is none. */
    public static String text(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /** Returns a member that is a number; 0 if there is none. */
    public static long number(Map<String, @Nullable Object> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
