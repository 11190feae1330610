package dev.steno.interop.otlp;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes OTLP/JSON lines (https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/): a request of up to
 * {@value #BATCH} spans a line, with the attributes of the semantic conventions 1.44 for HTTP clients.
 */
public final class OtlpExporter implements FlowExporter {
    private static final int BATCH = 200;

    @Override
    public String label() {
        return "otlp";
    }

    @Override
    public String title() {
        return "OTLP/JSON spans without bodies";
    }

    @Override
    public String extension() {
        return ".otlp.jsonl";
    }

    @Override
    public String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        List<HttpFlow> batch = new ArrayList<>();
        from.forEach(flow -> {
            if (!isSpan(flow, from)) {
                return;
            }
            batch.add((HttpFlow) flow);
            if (batch.size() == BATCH) {
                write(batch, to);
                batch.clear();
            }
            from.wrote();
        });
        if (!batch.isEmpty()) {
            write(batch, to);
        }
    }

    private static boolean isSpan(Flow flow, ExportFlows from) {
        if (!(flow instanceof HttpFlow)) {
            from.losses().count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()) + ", a raw stream");
            return false;
        }
        if (!Times.isSet(flow.started())) {
            from.losses()
                    .count(
                            Loss.TIME_MISSING,
                            "flow " + FlowNumber.print(flow.id()) + ", which a span cannot be without");
            return false;
        }
        return true;
    }

    private static void write(List<HttpFlow> flows, OutputStream to) throws IOException {
        to.write(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("resourceSpans");
            json.writeStartObject();
            json.writeObjectPropertyStart("resource");
            json.writeArrayPropertyStart("attributes");
            SpanWriter.attribute(json, "service.name", "steno");
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayPropertyStart("scopeSpans");
            json.writeStartObject();
            scope(json);
            json.writeArrayPropertyStart("spans");
            flows.forEach(flow -> new SpanWriter(json).write(flow));
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }));
        to.write('\n');
    }

    private static void scope(JsonGenerator json) {
        json.writeObjectPropertyStart("scope");
        json.writeStringProperty("name", "steno");
        json.writeEndObject();
    }
}
