package dev.steno.web.held;

import dev.steno.edit.HeldEdit;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.json.FlowIdJson;
import dev.steno.json.HoldJson;
import dev.steno.json.Json;
import dev.steno.text.FlowSummary;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes the list of held messages. Stateless. */
final class HeldList {
    private HeldList() {}

    /**
     * Returns the list.
     *
     * @param filter of the messages that are held
     * @param active whether it is in effect
     */
    static byte[] json(List<Flow> flows, String filter, boolean active) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("held");
            flows.forEach(flow -> write(json, flow));
            json.writeEndArray();
            json.writeObjectPropertyStart("intercept");
            json.writeStringProperty("filter", filter);
            json.writeBooleanProperty("active", active);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Flow flow) {
        Hold held = flow.held();
        if (held == null) {
            return;
        }
        FlowSummary shown = FlowSummary.of(flow);
        json.writeStartObject();
        FlowIdJson.property(json, "id", flow.id());
        json.writeNumberProperty("revision", flow.revision());
        HoldJson.begin(json, held);
        Json.property(json, "method", shown.method());
        json.writeStringProperty("url", shown.url());
        Json.property(json, "status", shown.status() == null ? null : (long) shown.status());
        json.writeBooleanProperty("changed", flow instanceof HttpFlow http && HeldEdit.isChanged(http));
        json.writeEndObject();
    }
}
