package dev.steno.json;

import dev.steno.flow.FlowNumber;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The number of a flow in JSON: {@code 2041} for a flow of one file, {@code "17.2041"} for a flow of a store that several
 * recorders share, since readers of JSON keep a number exactly only up to 2^53 (RFC 8259, 6). The numbers of connections are written alike. Stateless.
 */
public final class FlowIdJson {
    private FlowIdJson() {}

    /** Writes a flow's number as a value. */
    public static void write(JsonGenerator json, long flow) {
        if (FlowNumber.isShared(flow)) {
            json.writeString(FlowNumber.print(flow));
        } else {
            json.writeNumber(flow);
        }
    }

    /** Writes a flow's number as a property. */
    public static void property(JsonGenerator json, String name, long flow) {
        json.writeName(name);
        write(json, flow);
    }

    /** Returns a flow's number as a value of {@link Json#value}. */
    public static Object value(long flow) {
        return FlowNumber.isShared(flow) ? FlowNumber.print(flow) : (Object) flow;
    }

    /** Returns a flow's number as a text of JSON, in quotes where it is a string. */
    public static String text(long flow) {
        return FlowNumber.isShared(flow) ? '"' + FlowNumber.print(flow) + '"' : Long.toString(flow);
    }

    /**
     * Returns the flow's number that a value of JSON stands for: a whole number as a file has, or a text as {@link
     * FlowNumber} reads it; empty for any other value.
     */
    public static OptionalLong read(@Nullable Object value) {
        if (value instanceof String text) {
            return FlowNumber.parse(text);
        }
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            return number < 0 || FlowNumber.isShared(number) ? OptionalLong.empty() : OptionalLong.of(number);
        }
        return OptionalLong.empty();
    }
}
