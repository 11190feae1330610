package dev.steno.interop.openapi;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import dev.steno.interop.outlet.StaticContent;
import dev.steno.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a sketch of the API that the flows used. It is in memory until all flows are read. */
public final class OpenApiExporter implements FlowExporter {
    /** Upper bound on a body in bytes that is read; of a longer one, only the media type is known. */
    static final int LONGEST_BODY = 4 << 20;

    @Override
    public String label() {
        return "openapi";
    }

    @Override
    public String title() {
        return "a sketch in OpenAPI 3.1";
    }

    @Override
    public List<ExportOptions.Choice> choices() {
        return List.of(ExportOptions.Choice.NO_STATIC);
    }

    @Override
    public String extension() {
        return ".openapi.json";
    }

    @Override
    public String mediaType() {
        return "application/vnd.oai.openapi+json";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        ApiSketch sketch = new ApiSketch();
        from.forEach(flow -> add(flow, sketch, from));
        if (sketch.budget.isExhausted()) {
            from.losses()
                    .count(
                            Loss.DETAILS,
                            "more than " + SketchBudget.MOST + " parts; fewer flows make a smaller sketch");
        }
        try (JsonGenerator json = Json.ascii(to)) {
            Json.value(json, sketch.json(from.written()));
        }
        to.write('\n');
    }

    private static void add(Flow flow, ApiSketch sketch, ExportFlows from) throws IOException {
        if (!(flow instanceof HttpFlow http)
                || !http.request().path().startsWith("/")
                || !ApiSketch.isKnown(http.request().method())) {
            from.losses().count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()));
            return;
        }
        if (from.options().withoutStatic() && StaticContent.isStatic(http)) {
            from.losses().count(Loss.NOT_ASKED, "flow " + FlowNumber.print(flow.id()) + ", a static file");
            return;
        }
        OperationSketch operation = sketch.operation(http);
        if (operation == null) {
            return; // counted at the end
        }
        String path = http.request().path();
        int query = path.indexOf('?');
        MessageSketch request = operation.request(
                query < 0 ? null : path.substring(query + 1),
                sketch.schemes(http.request().headers()));
        body(http, true, request, from);
        HttpResponse response = http.response();
        if (response != null) {
            body(http, false, operation.response(response.status(), response.reason()), from);
        }
        from.wrote();
    }

    private static void body(HttpFlow flow, boolean ofRequest, MessageSketch into, ExportFlows from)
            throws IOException {
        HttpResponse response = flow.response();
        Body body = ofRequest || response == null ? flow.request().body() : response.body();
        if (body.trueSize() == 0) {
            return;
        }
        Headers headers = ImportMarks.bodyHeaders(flow, ofRequest);
        ContentType type = ContentType.parse(headers.get("content-type"));
        String name = type.type().isEmpty() ? "application/octet-stream" : type.type();
        byte[] bytes =
                body.size() < body.trueSize() || body.size() > LONGEST_BODY ? null : decoded(flow, body, headers, from);
        if (bytes == null) {
            into.body(name, false, InputStream.nullInputStream());
            from.losses().count(Loss.BODY_MISSING, "flow " + FlowNumber.print(flow.id()));
        } else if (!into.body(name, type.isJson(), new ByteArrayInputStream(bytes))) {
            from.losses().count(Loss.BODY_MISSING, "flow " + FlowNumber.print(flow.id()) + ", whose body is no JSON");
        }
    }

    private static byte @Nullable [] decoded(HttpFlow flow, Body body, Headers headers, ExportFlows from)
            throws IOException {
        try (InputStream in =
                ContentDecoder.strict(LONGEST_BODY).decode(from.body(flow, body), ContentDecoder.codings(headers))) {
            return in.readAllBytes();
        } catch (ContentCodingException e) {
            return null;
        }
    }
}
