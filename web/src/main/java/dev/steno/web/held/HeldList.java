package dev.steno.web.held;

import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.json.HoldJson;
import dev.steno.json.Json;
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
    static byte[] json(List<HttpFlow> flows, String filter, boolean active) {
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

    private static void write(JsonGenerator json, HttpFlow flow) {
        Hold held = flow.held();
        if (held == null) {
            return;
        }
        HttpResponse response = flow.response();
        json.writeStartObject();
        json.writeNumberProperty("id", flow.id());
        json.writeNumberProperty("revision", flow.revision());
        HoldJson.begin(json, held);
        json.writeStringProperty("method", flow.request().method());
        json.writeStringProperty("url", flow.request().url());
        Json.property(json, "status", response == null ? null : (long) response.status());
        json.writeBooleanProperty("changed", flow.original() != null);
        json.writeEndObject();
    }
}
