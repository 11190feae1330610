package dev.steno.json;

import dev.steno.content.CertificateFacts;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.store.SessionReader;
import dev.steno.text.Arrival;
import dev.steno.text.FlowTimings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the properties that a flow has beside its row: both messages with their header fields, times, connections and
 * notes. A property that a flow cannot have is null. For one thread.
 */
final class FlowDetailJson {
    private final JsonGenerator json;
    private final @Nullable BodyJson bodies;

    /** @param bodies read for the bytes of bodies; null if only their sizes are written */
    FlowDetailJson(JsonGenerator json, @Nullable SessionReader bodies) {
        this.json = json;
        this.bodies = bodies == null ? null : new BodyJson(json, bodies);
    }

    void write(Flow flow, List<FlowEdit> edits) throws IOException {
        if (flow instanceof HttpFlow http) {
            request(http);
            response(http);
            json.writeArrayPropertyStart("interim");
            for (HttpResponse interim : http.interim()) {
                json.writeStartObject();
                head(interim);
                json.writeEndObject();
            }
            json.writeEndArray();
            webSocket(http.webSocket());
        } else {
            for (String absent : new String[] {"request", "response", "interim", "websocket"}) {
                json.writeNullProperty(absent);
            }
        }
        json.writeName("holds");
        HoldJson.write(json, flow.holds());
        timings(FlowTimings.of(flow));
        // client, server and mark are keys of the row
        peer("client_connection", flow.client());
        peer("server_connection", flow.server());
        notes(flow.notes());
        json.writeName("revisions");
        RevisionsJson.write(json, edits);
    }

    private void request(HttpFlow flow) throws IOException {
        HttpRequest request = flow.request();
        json.writeObjectPropertyStart("request");
        json.writeStringProperty("path", request.path());
        json.writeStringProperty("version", request.version());
        headers("headers", request.headers());
        headers("trailers", request.trailers());
        if (bodies != null) {
            bodies.write(request.body(), ImportMarks.bodyHeaders(flow, true), Arrival.of(flow, true));
        }
        json.writeEndObject();
    }

    private void response(HttpFlow flow) throws IOException {
        HttpResponse response = flow.response();
        if (response == null) {
            json.writeNullProperty("response");
            return;
        }
        json.writeObjectPropertyStart("response");
        head(response);
        headers("trailers", response.trailers());
        if (bodies != null) {
            bodies.write(response.body(), ImportMarks.bodyHeaders(flow, false), Arrival.of(flow, false));
        }
        json.writeEndObject();
    }

    private void head(HttpResponse response) {
        json.writeStringProperty("version", response.version());
        json.writeNumberProperty("status", response.status());
        json.writeStringProperty("reason", response.reason());
        headers("headers", response.headers());
    }

    /** An array of objects: it keeps the order and repeated names. */
    private void headers(String property, @Nullable Headers headers) {
        if (headers == null) {
            json.writeNullProperty(property);
            return;
        }
        json.writeArrayPropertyStart(property);
        for (int i = 0; i < headers.size(); i++) {
            json.writeStartObject();
            json.writeStringProperty("name", headers.name(i));
            json.writeStringProperty("value", headers.value(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void webSocket(@Nullable WebSocket webSocket) {
        if (webSocket == null) {
            json.writeNullProperty("websocket");
            return;
        }
        json.writeObjectPropertyStart("websocket");
        json.writeNumberProperty("client_messages", webSocket.client().messages());
        json.writeNumberProperty("server_messages", webSocket.server().messages());
        WebSocket.Close close = webSocket.close();
        if (close == null) {
            json.writeNullProperty("close_code");
        } else {
            json.writeNumberProperty("close_code", close.code());
        }
        text("problem", webSocket.problem());
        json.writeEndObject();
    }

    private void timings(FlowTimings timings) {
        json.writeObjectPropertyStart("timings");
        millis("connect", timings.connect());
        millis("tls", timings.tls());
        millis("send", timings.send());
        millis("wait", timings.await());
        millis("receive", timings.receive());
        json.writeEndObject();
    }

    private void peer(String property, @Nullable Peer peer) {
        if (peer == null) {
            json.writeNullProperty(property);
            return;
        }
        json.writeObjectPropertyStart(property);
        json.writeStringProperty("address", peer.address().toString());
        endpoint("ip", peer.ip());
        endpoint("local", peer.local());
        FlowIdJson.property(json, "connection", peer.connection());
        endpoint("via", peer.via() == null ? null : peer.via().address());
        tls(peer.tls());
        json.writeEndObject();
    }

    private void tls(@Nullable Tls tls) {
        if (tls == null) {
            json.writeNullProperty("tls");
            return;
        }
        json.writeObjectPropertyStart("tls");
        text("version", tls.version());
        text("cipher", tls.cipher());
        text("sni", tls.sni());
        text("alpn", tls.alpn());
        json.writeArrayPropertyStart("certificates");
        for (Certificate certificate : tls.peerCertificates()) {
            certificate(certificate);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void certificate(Certificate certificate) {
        json.writeStartObject();
        json.writeStringProperty("sha256", certificate.fingerprint());
        CertificateFacts facts = CertificateFacts.of(certificate.der());
        text("subject", facts == null ? null : facts.subject());
        text("issuer", facts == null ? null : facts.issuer());
        text("not_before", facts == null ? null : facts.from().toString());
        text("not_after", facts == null ? null : facts.until().toString());
        json.writeArrayPropertyStart("names");
        for (String name : facts == null ? List.<String>of() : facts.names()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void notes(Notes notes) {
        json.writeStringProperty("comment", notes.comment());
        json.writeObjectPropertyStart("metadata");
        notes.metadata().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("replay", notes.replay().name().toLowerCase(Locale.ROOT));
    }

    private void endpoint(String property, @Nullable Endpoint endpoint) {
        text(property, endpoint == null ? null : endpoint.toString());
    }

    private void millis(String property, long nanos) {
        if (Times.isSet(nanos)) {
            json.writeNumberProperty(property, FlowJson.millis(nanos));
        } else {
            json.writeNullProperty(property);
        }
    }

    private void text(String property, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(property);
        } else {
            json.writeStringProperty(property, value);
        }
    }
}
