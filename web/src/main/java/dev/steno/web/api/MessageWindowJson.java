package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.look.MessageRow;
import dev.steno.look.MessageWindow;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** Writes windows of messages. Stateless. */
public final class MessageWindowJson {
    private MessageWindowJson() {}

    static byte[] bytes(MessageWindow window) {
        return Json.bytes(json -> {
            json.writeStartObject();
            properties(json, window);
            json.writeEndObject();
        });
    }

    /** Writes the properties of a window into the current object. */
    public static void properties(JsonGenerator json, MessageWindow window) {
        json.writeNumberProperty("size", window.size());
        json.writeNumberProperty("from", window.from());
        json.writeNumberProperty("searched", window.searched());
        json.writeNumberProperty("of", window.of());
        json.writeArrayPropertyStart("rows");
        window.rows().forEach(row -> write(json, row));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, MessageRow row) {
        json.writeStartObject();
        json.writeNumberProperty("seq", row.sequence());
        if (row.time() > 0) {
            json.writeStringProperty("time", time(row.time()));
        }
        json.writeStringProperty("direction", row.direction().isFromClient() ? "client" : "server");
        json.writeStringProperty("kind", row.kind());
        if (row.name() != null) {
            json.writeStringProperty("name", row.name());
        }
        if (row.edit() != null) {
            json.writeStringProperty("edit", row.edit());
        }
        json.writeNumberProperty("size", row.size());
        if (row.recorded() != row.size()) {
            json.writeNumberProperty("recorded", row.recorded());
        }
        if (row.parts() > 1) {
            json.writeNumberProperty("parts", row.parts());
        }
        if (!row.complete()) {
            json.writeBooleanProperty("complete", false);
        }
        if (row.joins() >= 0) {
            json.writeNumberProperty("joins", row.joins());
        }
        if (row.binary()) {
            json.writeBooleanProperty("binary", true);
        }
        json.writeStringProperty("text", row.text());
        json.writeEndObject();
    }

    private static String time(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)
                .toString();
    }
}
