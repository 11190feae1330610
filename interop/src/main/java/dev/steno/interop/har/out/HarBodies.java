package dev.steno.interop.har.out;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The bodies of an entry: without content codings where they can be removed, as text where they are text without doubt, else
 * in base64. A body is read once to be judged and once to be written, so its size does not matter. For one flow.
 */
final class HarBodies {
    private final JsonGenerator json;
    private final ExportFlows from;
    private final HttpFlow flow;

    HarBodies(JsonGenerator json, ExportFlows from, HttpFlow flow) {
        this.json = json;
        this.from = from;
        this.flow = flow;
    }

    /** Writes {@code postData}, if the request has a body. */
    void request() throws IOException {
        Body body = flow.request().body();
        if (body.trueSize() == 0) {
            return;
        }
        Headers headers = flow.request().headers();
        // a request's coding stays: what is there is what is sent again
        HarBodyForm form = judge(body, headers, List.of());
        json.writeObjectPropertyStart("postData");
        json.writeStringProperty("mimeType", type(headers));
        if (form.charset() != null) {
            text(body, form);
            if (ContentType.parse(headers.get("content-type")).type().equals("application/x-www-form-urlencoded")) {
                params(body);
            }
        } else {
            json.writeStringProperty("text", "");
        }
        json.writeEndObject();
        if (form.charset() == null && body.size() > 0) {
            json.writeObjectPropertyStart("_content");
            json.writeNumberProperty("size", form.size());
            json.writeStringProperty("encoding", "base64");
            base64(body, form);
            json.writeEndObject();
        }
        cut(body, "request");
    }

    private void params(Body body) throws IOException {
        if (body instanceof Body.Inline) {
            json.writeArrayPropertyStart("params");
            try (InputStream in = from.body(flow, body)) {
                HarFields.pairs(json, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            json.writeEndArray();
        }
    }

    /** Writes {@code content}, also of a flow without a response. */
    void response() throws IOException {
        HttpResponse response = flow.response();
        Body body = response == null ? Body.NONE : response.body();
        Headers headers = response == null ? Headers.EMPTY : response.headers();
        List<String> codings =
                ImportMarks.isResponseDecoded(flow.notes()) ? List.of() : ContentDecoder.codings(headers);
        HarBodyForm form = judge(body, headers, codings);
        json.writeObjectPropertyStart("content");
        json.writeNumberProperty("size", body.size() == 0 ? body.trueSize() : form.size());
        if (!form.codings().isEmpty()) {
            json.writeNumberProperty("compression", form.size() - body.size());
        }
        json.writeStringProperty("mimeType", type(headers));
        if (body.size() > 0 && form.charset() != null) {
            text(body, form);
        } else if (body.size() > 0) {
            base64(body, form);
            json.writeStringProperty("encoding", "base64");
        }
        json.writeEndObject();
        if (form.isCoded()) {
            json.writeObjectPropertyStart("_steno");
            json.writeBooleanProperty("coded", true);
            json.writeEndObject();
        }
        cut(body, "response");
    }

    private void cut(Body body, String which) {
        if (body.size() < body.trueSize()) {
            from.losses().count(Loss.BODY_MISSING, "flow " + FlowNumber.print(flow.id()) + ", " + which);
        }
    }

    private static String type(Headers headers) {
        String type = headers.get("content-type");
        return type == null ? "" : HarText.of(type);
    }

    private HarBodyForm judge(Body body, Headers headers, List<String> codings) throws IOException {
        if (body.size() == 0) {
            return new HarBodyForm(0, null, List.of(), false);
        }
        Charset declared = ContentType.parse(headers.get("content-type")).charset();
        try (InputStream in = decoded(body, codings)) {
            return HarBodyForm.judge(in, declared, codings, false);
        } catch (ContentCodingException e) {
            try (InputStream in = from.body(flow, body)) {
                return HarBodyForm.judge(in, null, List.of(), true);
            }
        }
    }

    private InputStream decoded(Body body, List<String> codings) throws IOException {
        return ContentDecoder.strict(Long.MAX_VALUE).decode(from.body(flow, body), codings);
    }

    private void text(Body body, HarBodyForm form) throws IOException {
        Charset charset = form.charset();
        if (charset == null) {
            throw new IllegalStateException("the body is no text");
        }
        try (InputStream in = decoded(body, form.codings());
                Reader reader = new InputStreamReader(in, charset)) {
            json.writeName("text");
            json.writeString(reader, -1);
        }
    }

    private void base64(Body body, HarBodyForm form) throws IOException {
        try (InputStream in = decoded(body, form.codings())) {
            json.writeName("text");
            json.writeBinary(in, -1);
        }
    }
}
