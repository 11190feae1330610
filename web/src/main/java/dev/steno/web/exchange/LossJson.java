package dev.steno.web.exchange;

import dev.steno.interop.loss.LossReport;
import tools.jackson.core.JsonGenerator;

/** What was lost, as a member of an answer. Stateless. */
final class LossJson {
    private LossJson() {}

    /** Writes the member {@code losses}. */
    static void write(JsonGenerator json, LossReport report) {
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
