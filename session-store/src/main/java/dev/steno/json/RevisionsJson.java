package dev.steno.json;

import dev.steno.flow.FlowEdit;
import dev.steno.text.Timestamps;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes the edits of a recorded flow. Stateless. */
public final class RevisionsJson {
    private RevisionsJson() {}

    /** Writes them as an array, the first one first. */
    public static void write(JsonGenerator json, List<FlowEdit> edits) {
        json.writeStartArray();
        for (FlowEdit edit : edits) {
            json.writeStartObject();
            json.writeNumberProperty("n", edit.number());
            json.writeStringProperty("time", Timestamps.iso(edit.time()));
            json.writeStringProperty("by", edit.by());
            json.writeStringProperty("what", edit.parts());
            Json.property(json, "comment", edit.comment().isEmpty() ? null : edit.comment());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
