package dev.steno.json;

import dev.steno.option.ValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The short form of operations on a message, for command lines: {@code method=PUT}, {@code header.set=Accept: text/html},
 * {@code header.remove=Accept}, {@code body=TEXT}. Stateless; any thread.
 */
public final class EditText {
    /** The texts that are accepted, for messages. */
    public static final String ACCEPTED =
            "method=, url=, status=, reason=, header.set=NAME: VALUE, header.add=NAME: VALUE, "
                    + "header.remove=NAME, trailer.set=NAME: VALUE, trailer.remove=NAME or body=";

    /** The names of the operations that have a short form. */
    public static final List<String> NAMES = List.of(
            "method",
            "url",
            "status",
            "reason",
            "header.set",
            "header.add",
            "header.remove",
            "trailer.set",
            "trailer.remove",
            "body");

    private EditText() {}

    /**
     * Returns an operation as {@link EditJson} reads it.
     *
     * @throws ValueException if the text is none
     */
    public static Map<String, Object> operation(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, Math.max(0, equals));
        String value = text.substring(equals + 1);
        if (!NAMES.contains(name)) {
            throw new ValueException(text, "is not a change", ACCEPTED);
        }
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", name);
        if (name.endsWith(".set") || name.endsWith(".add")) {
            int colon = value.indexOf(':');
            if (colon < 1) {
                throw new ValueException(text, "has no name and value", ACCEPTED);
            }
            operation.put("name", value.substring(0, colon));
            operation.put("value", value.substring(colon + 1).strip());
        } else if (name.endsWith(".remove")) {
            operation.put("name", value);
        } else {
            operation.put(name.equals("body") ? "text" : "value", value);
        }
        return operation;
    }
}
