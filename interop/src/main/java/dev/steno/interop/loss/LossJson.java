package dev.steno.interop.loss;

import tools.jackson.core.JsonGenerator;

/** What was lost, as JSON for programs: the same in reports of the command line and in answers of the API. Stateless. */
public final class LossJson {
    private LossJson() {}

    /** Writes the member {@code losses} of the current object. */
    public static void write(JsonGenerator json, LossReport report) {
        json.writeArrayPropertyStart("losses");
        for (LossReport.Entry each : report.entries()) {
            json.writeStartObject();
            json.writeStringProperty("cause", each.loss().label());
            json.writeStringProperty("meaning", each.loss().meaning());
            json.writeNumberProperty("times", each.times());
            json.writeStringProperty("first", each.first());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
