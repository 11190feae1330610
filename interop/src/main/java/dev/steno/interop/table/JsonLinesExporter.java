package dev.steno.interop.table;

import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes a JSON object a line for each flow, with the keys of {@code steno ls --json --headers}, without bodies. */
public final class JsonLinesExporter implements FlowExporter {
    @Override
    public String label() {
        return "jsonl";
    }

    @Override
    public String title() {
        return "JSON lines without bodies";
    }

    @Override
    public String extension() {
        return ".jsonl";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        try (JsonGenerator json = Json.ascii(to)) {
            FlowJson writer = FlowJson.withoutRecorders(json);
            from.forEach(flow -> {
                writer.write(flow, List.of(), more -> {});
                json.writeRaw('\n');
                from.wrote();
            });
        }
    }
}
