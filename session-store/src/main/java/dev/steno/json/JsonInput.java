package dev.steno.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON (RFC 8259) as maps in the order of their members, lists, strings, numbers, booleans and null; nested at most as
 * deep as the parser allows (500 levels). Any thread.
 */
public final class JsonInput {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonInput() {}

    /**
     * Reads one value, after which nothing follows.
     *
     * @throws IOException if the bytes are not one JSON value in UTF-8
     */
    public static @Nullable Object whole(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new ByteArrayInputStream(text))) {
            if (parser.nextToken() == null) {
                throw new IOException("it is not JSON: it is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("it is not JSON: more follows the first value");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads the first value of a stream; null if it is empty.
     *
     * @throws IOException if the stream cannot be read or is not JSON
     */
    public static @Nullable Object first(InputStream text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == null ? null : value(parser);
        } catch (JacksonException e) {
            throw new IOException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
