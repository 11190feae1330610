package dev.steno.web.json;

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

/** Writes JSON in UTF-8 (RFC 8259). Any thread. */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .rootValueSeparator("")
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /** Returns what a writer of one value writes. */
    public static byte[] bytes(Consumer<JsonGenerator> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = on(bytes)) {
            value.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Returns a generator on a stream, which it flushes but does not close. For one thread. */
    public static JsonGenerator on(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
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
