package dev.steno.interop.otlp;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one span. For one flow. */
final class SpanWriter {
    private static final int CLIENT = 3;
    private static final int ERROR = 2;

    /** The methods that have their own name in metrics (semantic conventions, HTTP). */
    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "QUERY");

    /** Parameters of which the conventions say that their values are replaced. */
    private static final Pattern SIGNATURES =
            Pattern.compile("([?&](?:AWSAccessKeyId|Signature|sig|X-Goog-Signature|X-Amz-Signature)=)[^&#]*");

    private final JsonGenerator json;

    SpanWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(HttpFlow flow) {
        TraceIds ids = TraceIds.of(flow);
        HttpRequest request = flow.request();
        boolean known = METHODS.contains(request.method());
        json.writeStartObject();
        json.writeStringProperty("traceId", ids.trace());
        json.writeStringProperty("spanId", ids.span());
        if (!ids.parent().isEmpty()) {
            json.writeStringProperty("parentSpanId", ids.parent());
        }
        json.writeStringProperty("name", known ? request.method() : "HTTP");
        json.writeNumberProperty("kind", CLIENT);
        json.writeStringProperty("startTimeUnixNano", Long.toString(flow.started()));
        long duration = Times.isSet(flow.duration()) ? flow.duration() : 0;
        json.writeStringProperty("endTimeUnixNano", Long.toString(flow.started() + duration));
        json.writeArrayPropertyStart("attributes");
        request(request, known);
        server(flow);
        response(flow);
        json.writeEndArray();
        events(flow);
        status(flow);
        json.writeEndObject();
    }

    private void request(HttpRequest request, boolean known) {
        attribute(json, "http.request.method", known ? request.method() : "_OTHER");
        if (!known) {
            attribute(json, "http.request.method_original", request.method());
        }
        attribute(json, "url.full", SIGNATURES.matcher(request.url()).replaceAll("$1REDACTED"));
        attribute(json, "url.scheme", request.scheme());
        number("http.request.body.size", request.body().trueSize());
        String agent = request.headers().get("user-agent");
        if (agent != null) {
            attribute(json, "user_agent.original", agent);
        }
    }

    private void server(HttpFlow flow) {
        attribute(json, "server.address", flow.request().host());
        number("server.port", flow.request().port());
        attribute(json, "network.protocol.version", version(flow.request().version()));
        Peer server = flow.server();
        Endpoint ip = server == null ? null : server.ip();
        if (ip != null) {
            attribute(json, "network.peer.address", ip.host());
            number("network.peer.port", ip.port());
        }
    }

    private void response(HttpFlow flow) {
        HttpResponse response = flow.response();
        if (response != null) {
            number("http.response.status_code", response.status());
            number("http.response.body.size", response.body().trueSize());
        }
        FlowError error = flow.error();
        if (error != null) {
            attribute(json, "error.type", error.step().name().toLowerCase(Locale.ROOT));
        } else if (response != null && response.status() >= 400) {
            attribute(json, "error.type", Integer.toString(response.status()));
        }
    }

    private void events(HttpFlow flow) {
        json.writeArrayPropertyStart("events");
        Peer server = flow.server();
        if (server != null && server.connected() >= flow.started()) {
            event("connect", server.connected());
            Tls tls = server.tls();
            event("tls", tls == null ? Times.UNSET : tls.established());
        }
        HttpResponse response = flow.response();
        event("first_byte", response == null ? Times.UNSET : response.started());
        json.writeEndArray();
    }

    private void event(String name, long time) {
        if (Times.isSet(time)) {
            json.writeStartObject();
            json.writeStringProperty("timeUnixNano", Long.toString(time));
            json.writeStringProperty("name", name);
            json.writeEndObject();
        }
    }

    private void status(HttpFlow flow) {
        HttpResponse response = flow.response();
        FlowError error = flow.error();
        if (error == null && (response == null || response.status() < 400)) {
            return;
        }
        json.writeObjectPropertyStart("status");
        json.writeNumberProperty("code", ERROR);
        if (error != null) {
            json.writeStringProperty("message", error.message());
        }
        json.writeEndObject();
    }

    private static String version(String of) {
        return of.replaceFirst("^HTTP/", "").replaceFirst("^2\\.0$", "2");
    }

    static void attribute(JsonGenerator json, String key, @Nullable String value) {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeObjectPropertyStart("value");
        json.writeStringProperty("stringValue", value == null ? "" : value);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void number(String key, long value) {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeObjectPropertyStart("value");
        json.writeStringProperty("intValue", Long.toString(value));
        json.writeEndObject();
        json.writeEndObject();
    }
}
