package dev.steno.interop.har.out;

import dev.steno.flow.FlowError;
import dev.steno.flow.TcpFlow;
import dev.steno.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The handshakes that clients broke off, which HTTP Toolkit keeps as {@code _tlsErrors} beside the entries. The first
 * {@value #MOST} are kept in memory until the entries are written. For one thread.
 */
final class HarTlsErrors {
    /** Upper bound on the handshakes that are written. */
    static final int MOST = 10_000;

    private final List<TcpFlow> failed = new ArrayList<>();

    /** Adds a flow; false if it is no broken handshake, or there are too many. */
    boolean add(TcpFlow flow) {
        FlowError error = flow.error();
        return error != null && error.step() == FlowError.Step.CLIENT_TLS && failed.size() < MOST && failed.add(flow);
    }

    void write(OutputStream to) throws IOException {
        if (failed.isEmpty()) {
            return;
        }
        to.write(",\"_tlsErrors\":".getBytes(StandardCharsets.US_ASCII));
        to.write(Json.bytes(json -> {
            json.writeStartArray();
            for (TcpFlow flow : failed) {
                FlowError error = flow.error();
                json.writeStartObject();
                json.writeStringProperty("startedDateTime", HarTimings.date(flow.started()));
                json.writeNumberProperty("time", 0);
                json.writeStringProperty("hostname", flow.target().host());
                json.writeStringProperty("cause", "handshake-failed");
                json.writeStringProperty("_message", error == null ? "" : error.message());
                json.writeStringProperty(
                        "clientIPAddress", flow.client().address().host());
                json.writeNumberProperty("clientPort", flow.client().address().port());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }
}
