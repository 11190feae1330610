package dev.steno.interop;

import dev.steno.interop.loss.LossReport;
import dev.steno.json.Json;
import tools.jackson.core.JsonGenerator;

/** What imports did, as JSON for programs. Stateless. */
public final class ImportJson {
    private ImportJson() {}

    /** Writes an import as an object: {@code file, format, flows, damage, losses}; the damage is null if there is none. */
    public static void write(JsonGenerator json, SessionImport.Imported done) {
        json.writeStartObject();
        json.writeStringProperty("file", done.file());
        json.writeStringProperty("format", done.format().label());
        json.writeNumberProperty("flows", done.flows());
        Json.property(json, "damage", done.damage());
        json.writeArrayPropertyStart("losses");
        for (LossReport.Entry each : done.losses().entries()) {
            json.writeStartObject();
            json.writeStringProperty("cause", each.loss().label());
            json.writeStringProperty("meaning", each.loss().meaning());
            json.writeNumberProperty("times", each.times());
            json.writeStringProperty("first", each.first());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
