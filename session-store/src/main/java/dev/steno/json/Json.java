package dev.steno.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonWriteFeature;

/** Generators of JSON (RFC 8259), and values of any kind. Any thread. */
public final class Json {
    private static final JsonFactory UTF_8 = builder().build();

    private static final JsonFactory ASCII = builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private Json() {}

    private static JsonFactoryBuilder builder() {
        return JsonFactory.builder().rootValueSeparator("").disable(StreamWriteFeature.AUTO_CLOSE_TARGET);
    }

    /** Returns what a writer of one value writes, in UTF-8. */
    public static byte[] bytes(Consumer<JsonGenerator> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = on(bytes)) {
            value.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Returns a generator in UTF-8, which flushes the stream but does not close it. For one thread. */
    public static JsonGenerator on(OutputStream out) {
        return UTF_8.createGenerator(ObjectWriteContext.empty(), out);
    }

    /**
     * Returns a generator in ASCII, so that the reader's character set does not matter. It neither closes nor flushes the
     * stream, and its user writes the ends of lines. For one thread.
     */
    public static JsonGenerator ascii(OutputStream out) {
        return ASCII.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes a property whose value is null, a string, a number, a boolean, or a list or map of these. */
    public static void property(JsonGenerator json, String name, @Nullable Object value) {
        json.writeName(name);
        value(json, value);
    }

    /** Writes a value as {@link #property} does. */
    public static void value(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(each -> value(json, each));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, each) -> property(json, String.valueOf(name), each));
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }
}
