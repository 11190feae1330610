package dev.steno.web.wire;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.json.Json;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One connection of a client, summed up from its flows, newest first. For one thread. */
final class ConnectionRow {
    private final Flow last;
    private final Peer client;
    private @Nullable Peer server;
    private long flows;
    private long up;
    private long down;
    private long ended = Times.UNSET;

    /** @param last the connection's newest flow */
    ConnectionRow(Flow last) {
        this.last = last;
        this.client = last.client();
    }

    void add(Flow flow) {
        flows++;
        up += flow.sentByClient();
        down += flow.sentByServer();
        if (server == null) {
            server = flow.server();
        }
        if (Times.isSet(flow.duration())) {
            ended = Math.max(ended, flow.started() + flow.duration());
        }
    }

    /** @param connected the addresses of the clients that are connected; the newest connection of an address is open */
    void write(JsonGenerator json, Set<String> connected) {
        boolean open = connected.contains(client.address().toString());
        Tls tls = client.tls();
        FlowError error = last.error();
        json.writeStartObject();
        json.writeNumberProperty("id", client.connection());
        json.writeStringProperty("client", client.address().toString());
        Json.property(json, "server", server == null ? null : server.address().toString());
        json.writeStringProperty("host", host(last));
        Json.property(json, "alpn", tls == null ? null : tls.alpn());
        Json.property(json, "tls_client", text(tls));
        Json.property(json, "tls_server", text(server == null ? null : server.tls()));
        json.writeNumberProperty("flows", flows);
        json.writeNumberProperty("bytes_up", up);
        json.writeNumberProperty("bytes_down", down);
        json.writeNumberProperty("started", micros(client.started()));
        Json.property(json, "ended", open || !Times.isSet(ended) ? null : micros(ended));
        Json.property(json, "end", error != null ? error.message() : open ? null : "closed");
        json.writeEndObject();
    }

    private static String host(Flow flow) {
        return flow instanceof HttpFlow http
                ? http.request().host()
                : ((TcpFlow) flow).target().host();
    }

    private static @Nullable String text(@Nullable Tls tls) {
        return tls == null || tls.version() == null ? null : tls.version() + " " + tls.cipher();
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
