package dev.steno.web.stats;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.json.FlowIdJson;
import dev.steno.stats.FlowPhase;
import dev.steno.stats.Waterfall;
import tools.jackson.core.JsonGenerator;

/** Writes a waterfall; times in microseconds since the epoch. */
final class WaterfallJson {
    private WaterfallJson() {}

    static void write(JsonGenerator json, Waterfall waterfall) {
        json.writeStartObject();
        json.writeNumberProperty("from", StatsResource.micros(waterfall.from()));
        json.writeNumberProperty("to", StatsResource.micros(waterfall.to()));
        json.writeArrayPropertyStart("lanes");
        for (Waterfall.Lane lane : waterfall.lanes()) {
            json.writeStartObject();
            FlowIdJson.property(json, "connection", lane.connection());
            json.writeStringProperty("server", lane.server());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("flows");
        waterfall.rows().forEach(row -> write(json, row));
        json.writeEndArray();
        json.writeNumberProperty("more", waterfall.more());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Waterfall.Row row) {
        Flow flow = row.flow();
        json.writeStartObject();
        FlowIdJson.property(json, "id", flow.id());
        FlowIdJson.property(json, "connection", row.connection());
        if (flow instanceof HttpFlow http) {
            HttpResponse response = http.response();
            json.writeStringProperty("method", http.request().method());
            json.writeStringProperty("host", http.request().host());
            json.writeStringProperty("path", http.request().path());
            json.writeNumberProperty("status", response == null ? 0 : response.status());
        } else {
            json.writeStringProperty("method", "");
            json.writeStringProperty("host", ((TcpFlow) flow).target().host());
            json.writeStringProperty("path", "");
            json.writeNumberProperty("status", 0);
        }
        json.writeNumberProperty("started", StatsResource.micros(flow.started()));
        json.writeArrayPropertyStart("phases");
        for (FlowPhase.Span span : row.phases()) {
            json.writeStartObject();
            json.writeStringProperty("phase", span.phase().label());
            json.writeNumberProperty("from", StatsResource.micros(span.from()));
            json.writeNumberProperty("to", StatsResource.micros(span.to()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
