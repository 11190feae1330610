package dev.steno.interop.har.out;

import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Peer;
import dev.steno.flow.WebSocket;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one entry. No required field is absent or null, since readers refuse the whole file for one: Chrome for a number
 * that is none, HttpWatch for an {@code ssl} above {@code connect}. For one flow.
 */
final class HarEntryWriter {
    private final JsonGenerator json;
    private final ExportFlows from;

    HarEntryWriter(JsonGenerator json, ExportFlows from) {
        this.json = json;
        this.from = from;
    }

    void write(HttpFlow flow) throws IOException {
        HarTimings timings = HarTimings.of(flow);
        json.writeStartObject();
        json.writeStringProperty("startedDateTime", HarTimings.date(flow.started()));
        HarTimings.millis(json, "time", timings.total());
        HarBodies bodies = new HarBodies(json, from, flow);
        request(flow.request(), bodies);
        response(flow, bodies);
        json.writeObjectPropertyStart("cache");
        json.writeEndObject();
        timings.write(json);
        server(flow.server());
        if (!flow.notes().comment().isEmpty()) {
            json.writeStringProperty("comment", flow.notes().comment());
        }
        FlowError error = flow.error();
        if (error != null) {
            json.writeStringProperty("_error", error.message());
        }
        if (flow.webSocket() != null) {
            webSocket(flow, flow.webSocket());
        }
        new HarDetails(json).write(flow);
        json.writeEndObject();
        if (!flow.interim().isEmpty() || flow.original() != null) {
            from.losses()
                    .count(
                            Loss.DETAILS,
                            "flow " + FlowNumber.print(flow.id()) + ": 1xx responses, messages before edits");
        }
    }

    private void request(HttpRequest request, HarBodies bodies) throws IOException {
        json.writeObjectPropertyStart("request");
        json.writeStringProperty("method", request.method());
        json.writeStringProperty("url", request.url());
        json.writeStringProperty("httpVersion", version(request.version()));
        HarFields.requestCookies(json, request.headers());
        HarFields.headers(json, "headers", request.headers());
        HarFields.query(json, request.path());
        bodies.request();
        trailers(request.trailers());
        json.writeNumberProperty("headersSize", -1);
        json.writeNumberProperty("bodySize", request.body().trueSize());
        json.writeEndObject();
    }

    private void response(HttpFlow flow, HarBodies bodies) throws IOException {
        HttpResponse response = flow.response();
        json.writeObjectPropertyStart("response");
        json.writeNumberProperty("status", response == null ? 0 : response.status());
        json.writeStringProperty("statusText", response == null ? "" : HarText.of(response.reason()));
        json.writeStringProperty("httpVersion", response == null ? "" : version(response.version()));
        Headers headers = response == null ? Headers.EMPTY : response.headers();
        HarFields.responseCookies(json, headers);
        HarFields.headers(json, "headers", headers);
        bodies.response();
        String location = headers.get("location");
        json.writeStringProperty("redirectURL", location == null ? "" : HarText.of(location));
        trailers(response == null ? null : response.trailers());
        json.writeNumberProperty("headersSize", -1);
        boolean passed = !ImportMarks.isResponseDecoded(flow.notes());
        json.writeNumberProperty(
                "bodySize", response != null && passed ? response.body().trueSize() : -1);
        json.writeEndObject();
    }

    private void trailers(@Nullable Headers trailers) {
        if (trailers != null && !trailers.isEmpty()) {
            HarFields.headers(json, "_trailers", trailers);
        }
    }

    private void server(@Nullable Peer server) {
        if (server == null) {
            return;
        }
        Endpoint ip = server.ip();
        if (ip != null) {
            json.writeStringProperty("serverIPAddress", ip.host());
        }
        if (server.connection() != 0) {
            json.writeStringProperty("connection", Long.toString(server.connection()));
        }
    }

    private void webSocket(HttpFlow flow, WebSocket socket) throws IOException {
        json.writeStringProperty("_resourceType", "websocket");
        json.writeArrayPropertyStart("_webSocketMessages");
        HarMessages messages = new HarMessages(json);
        from.messages(flow, messages::row);
        messages.end();
        json.writeEndArray();
        WebSocket.Close close = socket.close();
        if (close != null) {
            json.writeObjectPropertyStart("_webSocketClose");
            json.writeNumberProperty("code", close.code());
            json.writeStringProperty("reason", HarText.of(close.reason()));
            json.writeStringProperty("_from", close.direction() == Direction.CLIENT_TO_SERVER ? "client" : "server");
            json.writeEndObject();
        }
    }

    /** The name by which most readers know a version: mitmproxy knows HTTP/2, and not HTTP/2.0. */
    private static String version(String of) {
        return of.equals("HTTP/2.0") ? "HTTP/2" : of;
    }
}
