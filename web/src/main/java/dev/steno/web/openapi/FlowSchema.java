package dev.steno.web.openapi;

import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of a row of a list: the keys of {@code steno ls --json}, from the columns of flows. */
final class FlowSchema {
    private FlowSchema() {}

    /** The schema of the number of a flow. */
    static Map<String, Object> number() {
        Map<String, Object> number = new LinkedHashMap<>(); // Map.of has another order in each process
        number.put("type", List.of("integer", "string"));
        number.put(
                "description",
                "an integer in a session, a string such as 17.2041 in a store that several recorders share");
        return number;
    }

    static Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (FlowColumn column : FlowColumns.SHOWN) {
            Map<String, Object> property = new LinkedHashMap<>();
            String type = type(column);
            boolean always = column.traits().required() && column != FlowColumns.STARTED; // a file may have no times
            property.put("type", always ? type : List.of(type, "null"));
            if (column instanceof FlowColumn.Number number) {
                switch (number.unit()) {
                    case TIME -> property.put("format", "date-time");
                    case DURATION -> property.put("description", "milliseconds");
                    case BYTES -> property.put("description", "bytes");
                    case COUNT -> {}
                }
            }
            if (column == FlowColumns.ID) {
                property.putAll(number());
            }
            properties.put(column.name(), property);
        }
        Map<String, Object> unread = new LinkedHashMap<>();
        unread.put("type", "boolean");
        unread.put("description", "TLS that was passed through, not decrypted");
        properties.put("unread", unread);
        properties.put("held", held());
        properties.put("recorder", recorder());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> recorder() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("number", Map.of("type", "integer"));
        properties.put("file", Map.of("type", "string"));
        properties.put("host", Map.of("type", "string"));
        Map<String, Object> recorder = new LinkedHashMap<>();
        recorder.put("type", List.of("object", "null"));
        recorder.put("description", "who recorded the flow, in a store that several recorders share");
        recorder.put("properties", properties);
        return recorder;
    }

    private static Map<String, Object> held() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("point", Map.of("type", "string"));
        properties.put("since", time("string"));
        properties.put("deadline", time(List.of("string", "null")));
        properties.put("why", Map.of("type", "string"));
        Map<String, Object> held = new LinkedHashMap<>();
        held.put("type", List.of("object", "null"));
        held.put("description", "the message that waits for a person, or did when the recording was cut off");
        held.put("properties", properties);
        return held;
    }

    private static Map<String, Object> time(Object type) {
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("type", type);
        time.put("format", "date-time");
        return time;
    }

    private static String type(FlowColumn column) {
        if (!(column instanceof FlowColumn.Number number)
                || number.constants() != null
                || number.unit() == FlowColumn.Unit.TIME) {
            return "string";
        }
        return number.unit() == FlowColumn.Unit.DURATION ? "number" : "integer";
    }
}
