package dev.steno.json;

import dev.steno.flow.FlowNumber;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

    /** Writes the number of a flow: a number, or the text {@code 17.2041} where a store has several recorders. */
    public static void flow(JsonGenerator json, long flow) {
        if (FlowNumber.isShared(flow)) {
            json.writeString(FlowNumber.print(flow));
        } else {
            json.writeNumber(flow);
        }
    }

    /** Writes a property as {@link #flow(JsonGenerator, long)} does. */
    public static void flow(JsonGenerator json, String name, long flow) {
        json.writeName(name);
        flow(json, flow);
    }

    /** Returns the number of a flow as a value for {@link #value}. */
    public static Object flow(long flow) {
        return FlowNumber.isShared(flow) ? FlowNumber.print(flow) : (Object) flow;
    }

    /** Returns the flow that a value of {@link JsonInput} names, as a number or a text; empty if it is none. */
    public static OptionalLong flow(@Nullable Object value) {
        if (value instanceof String text) {
            return FlowNumber.parse(text);
        }
        return value instanceof Long || value instanceof Integer
                ? OptionalLong.of(((Number) value).longValue())
                : OptionalLong.empty();
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
