package dev.steno.interop.json;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of an entry that have no place in a flow, as JSON of the entry's own shape. Fields beyond the limit are left out and
 * counted. For one thread.
 */
public final class ExtraFields {
    private final int limit;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, ExtraFields> parts = new LinkedHashMap<>();
    private int length;
    private int dropped;

    /** @param limit of the JSON, in chars */
    public ExtraFields(int limit) {
        this.limit = limit;
    }

    /** Takes the scanner's next value under the name that was read last. */
    public void take(JsonScanner from) throws IOException {
        String name = from.name();
        JsonKind kind = from.kind();
        String json = from.compact(limit);
        if (json == null) {
            dropped++;
        } else if (kind != JsonKind.WORD || json.equals("true") || json.equals("false")) {
            put(name, json);
        }
    }

    /** Adds a field. */
    public void put(String name, String json) {
        String quoted = JsonQuotes.quoted(name);
        if (length + quoted.length() + json.length() + 2 > limit - 32) {
            dropped++;
            return;
        }
        if (fields.put(quoted, json) == null) {
            length += quoted.length() + json.length() + 2;
        }
    }

    /** Adds a text. */
    public void putText(String name, String text) {
        put(name, JsonQuotes.quoted(text));
    }

    /** Adds the fields of a part, such as those of the request. */
    public void put(String name, ExtraFields part) {
        dropped += part.dropped;
        if (part.isEmpty()) {
            return;
        }
        int size = part.toJson().length() + name.length() + 4;
        if (length + size > limit - 32) {
            dropped += part.fields.size() + part.parts.size();
            return;
        }
        parts.put(JsonQuotes.quoted(name), part);
        length += size;
    }

    /** Whether there is no field. */
    public boolean isEmpty() {
        return fields.isEmpty() && parts.isEmpty();
    }

    /** Returns how many fields were left out. */
    public int dropped() {
        return dropped;
    }

    /** Removes all fields. */
    public void clear() {
        fields.clear();
        parts.clear();
        length = 0;
        dropped = 0;
    }

    /** Returns a JSON object. */
    public String toJson() {
        StringBuilder out = new StringBuilder(length + 32).append('{');
        fields.forEach((name, json) -> member(name, json, out));
        parts.forEach((name, part) -> member(name, part.toJson(), out));
        return out.append('}').toString();
    }

    private static void member(String name, String json, StringBuilder out) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append(name).append(':').append(json);
    }
}
