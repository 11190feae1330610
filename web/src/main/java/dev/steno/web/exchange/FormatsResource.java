package dev.steno.web.exchange;

import dev.steno.interop.Formats;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.json.Json;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Lists the formats that are read and written. Stateless. */
public final class FormatsResource {
    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/formats",
                "Lists the formats that POST /import reads and GET /export writes, by their names, titles and extensions.",
                this::list));
    }

    private ApiResponse list(ApiRequest request) {
        request.takes();
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("import");
            for (FlowImporter each : Formats.IMPORTERS) {
                named(json, each.label(), each.title());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("export");
            named(json, ExportOrder.STENO, "Steno session, with everything");
            json.writeStringProperty("extension", ".steno");
            json.writeEndObject();
            for (FlowExporter each : Formats.EXPORTERS) {
                named(json, each.label(), each.title());
                json.writeStringProperty("extension", each.extension());
                choices(json, each);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void choices(JsonGenerator json, FlowExporter format) {
        if (!format.versions().isEmpty()) {
            json.writeArrayPropertyStart("versions");
            format.versions().forEach(json::writeNumber);
            json.writeEndArray();
        }
        if (!format.choices().isEmpty()) {
            json.writeArrayPropertyStart("choices");
            for (ExportOptions.Choice each : format.choices()) {
                json.writeStartObject();
                json.writeStringProperty("name", each.label());
                json.writeStringProperty("meaning", each.meaning());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void named(JsonGenerator json, String format, String title) {
        json.writeStartObject();
        json.writeStringProperty("format", format);
        json.writeStringProperty("title", title);
    }
}
