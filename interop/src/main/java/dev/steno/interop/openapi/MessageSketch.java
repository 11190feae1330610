package dev.steno.interop.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bodies of requests, or of responses with one status, by media type. For one thread. */
final class MessageSketch {
    /** Upper bound on the media types that are told apart. */
    private static final int TYPES = 20;

    private final SketchBudget budget;
    private final Map<String, SchemaSketch> byType = new LinkedHashMap<>();
    private long messages;
    private long bodies;

    MessageSketch(SketchBudget budget) {
        this.budget = budget;
    }

    /** Counts a message, with or without a body. */
    void count() {
        messages++;
    }

    /**
     * Reads a body.
     *
     * @param decoded without content codings; the caller closes it
     * @return false if it is not what its type says
     */
    boolean body(String type, boolean json, InputStream decoded) throws IOException {
        bodies++;
        SchemaSketch schema = byType.get(type);
        if (schema == null) {
            if (byType.size() == TYPES || !budget.take()) {
                return true;
            }
            schema = new SchemaSketch(budget);
            byType.put(type, schema);
        }
        if (json) {
            return JsonBody.read(decoded, schema);
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            schema.object();
            form(new String(decoded.readAllBytes(), StandardCharsets.ISO_8859_1), schema);
        }
        return true;
    }

    /** Counts the parameters of a query or a form; of repeats, each. */
    static void form(String text, SchemaSketch into) {
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            SchemaSketch member = name.isEmpty() ? null : into.member(name);
            if (member != null) {
                member.text(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    boolean isEmpty() {
        return byType.isEmpty();
    }

    /** Whether each message had a body. */
    boolean isRequired() {
        return bodies == messages;
    }

    /** Returns the media types as JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        byType.forEach((type, schema) -> json.put(type, Map.of("schema", schema.json())));
        return json;
    }
}
