package dev.steno.interop.har.out;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.json.FlowIdJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code _steno} of an entry: what HAR has no word for, so that an import gives the same flow again. Times are nanoseconds
 * since 1970 as texts, since numbers in JSON are often read with 53 bits. For one flow.
 */
final class HarDetails {
    private final JsonGenerator json;

    HarDetails(JsonGenerator json) {
        this.json = json;
    }

    void write(HttpFlow flow) {
        json.writeObjectPropertyStart("_steno");
        FlowIdJson.property(json, "id", flow.id());
        json.writeStringProperty("state", flow.state().label());
        time("started", flow.started());
        time("duration", flow.duration());
        json.writeObjectPropertyStart("request");
        message(
                flow.request().version(),
                flow.request().headers(),
                flow.request().started(),
                flow.request().ended(),
                flow.request().body().trueSize());
        HttpResponse response = flow.response();
        if (response != null) {
            json.writeObjectPropertyStart("response");
            message(
                    response.version(),
                    response.headers(),
                    response.started(),
                    response.ended(),
                    response.body().trueSize());
        }
        peer("client", flow.client());
        peer("server", flow.server());
        FlowError error = flow.error();
        if (error != null) {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("step", error.step().name().toLowerCase(Locale.ROOT));
            time("time", error.time());
            json.writeEndObject();
        }
        notes(flow.notes());
        json.writeEndObject();
    }

    private void message(String version, Headers headers, long started, long ended, long trueSize) {
        json.writeStringProperty("version", version);
        time("started", started);
        time("ended", ended);
        json.writeNumberProperty("trueSize", trueSize);
        if (!isExpressible(headers)) {
            json.writeName("head");
            json.writeBinary(headers.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        json.writeEndObject();
    }

    /** Whether an import makes the same bytes of the text of all fields. */
    private static boolean isExpressible(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (!isExpressible(headers.name(i)) || !isExpressible(headers.value(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isExpressible(String latin1) {
        String text = HarText.of(latin1);
        return text.equals(latin1) || text.chars().anyMatch(c -> c > 0xFF);
    }

    private void peer(String name, @Nullable Peer peer) {
        if (peer == null) {
            return;
        }
        json.writeObjectPropertyStart(name);
        endpoint("host", "port", peer.address());
        endpoint("ip", "ipPort", peer.ip());
        endpoint("local", "localPort", peer.local());
        json.writeNumberProperty("connection", peer.connection());
        time("started", peer.started());
        time("connected", peer.connected());
        time("ended", peer.ended());
        if (peer.mode() != null) {
            json.writeStringProperty("mode", peer.mode());
        }
        Tls tls = peer.tls();
        if (tls != null) {
            json.writeObjectPropertyStart("tls");
            time("established", tls.established());
            text("version", tls.version());
            text("cipher", tls.cipher());
            text("sni", tls.sni());
            text("alpn", tls.alpn());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void endpoint(String host, String port, @Nullable Endpoint endpoint) {
        if (endpoint != null) {
            json.writeStringProperty(host, endpoint.host());
            json.writeNumberProperty(port, endpoint.port());
        }
    }

    private void notes(Notes notes) {
        if (!HarText.hasNotes(notes)) {
            return;
        }
        text("mark", notes.mark().isEmpty() ? null : notes.mark());
        if (notes.replay() != Notes.Replay.NONE) {
            json.writeStringProperty("replay", notes.replay().name().toLowerCase(Locale.ROOT));
        }
        if (!notes.metadata().isEmpty()) {
            json.writeObjectPropertyStart("metadata");
            for (Map.Entry<String, String> each : notes.metadata().entrySet()) {
                json.writeStringProperty(each.getKey(), each.getValue());
            }
            json.writeEndObject();
        }
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private void time(String name, long nanos) {
        if (Times.isSet(nanos)) {
            json.writeStringProperty(name, Long.toString(nanos));
        }
    }
}
