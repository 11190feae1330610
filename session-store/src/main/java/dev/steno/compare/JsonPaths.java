package dev.steno.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Takes JSON apart into values by path, such as {@code $.items[0].name}; numbers as they are written. Stateless. */
final class JsonPaths {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxStringLength(8 << 20)
                    .maxNumberLength(100_000)
                    .build())
            .build();

    /** Upper bound on the values of a body; one with more is compared as text. */
    private static final int MOST = 200_000;

    private JsonPaths() {}

    /** An object or array that is open. */
    private static final class Level {
        private final String path;
        private final boolean array;
        private int members;
        private String name = "";

        Level(String path, boolean array) {
            this.path = path;
            this.array = array;
        }

        String next() {
            return array ? path + "[" + (members - 1) + "]" : path + member(name);
        }

        private static String member(String name) {
            return name.matches("[A-Za-z_][A-Za-z0-9_-]{0,100}")
                    ? "." + name
                    : "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
        }
    }

    /** Returns the values of a text; null if it is not JSON, too deep or too large. */
    static @Nullable NamedValues parse(String text) {
        NamedValues values = new NamedValues();
        Deque<Level> open = new ArrayDeque<>();
        int count = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Level level = open.peek();
                if (token == JsonToken.PROPERTY_NAME && level != null) {
                    level.name = parser.currentName();
                    continue;
                }
                if (token.isStructEnd()) {
                    Level ended = open.pop();
                    if (ended.members == 0) {
                        values.add(ended.path, ended.array ? "[]" : "{}");
                    }
                    continue;
                }
                if (level != null) {
                    level.members++;
                }
                String path = level == null ? "$" : level.next();
                if (token.isStructStart()) {
                    open.push(new Level(path, token == JsonToken.START_ARRAY));
                } else {
                    boolean quoted = token == JsonToken.VALUE_STRING;
                    values.add(path, quoted ? '"' + parser.getString() + '"' : parser.getString());
                }
                if (++count > MOST) {
                    return null;
                }
            }
            return values;
        } catch (JacksonException malformed) {
            return null;
        }
    }
}
