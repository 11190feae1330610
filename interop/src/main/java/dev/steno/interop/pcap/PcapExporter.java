package dev.steno.interop.pcap;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.ExportOptions;
import dev.steno.interop.outlet.FlowExporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes pcapng: each flow is a TCP connection of its own, in clear text. Everything below HTTP is made up, and the comment of
 * the file says so. What was TLS is written to port 80, by which Wireshark takes it for HTTP; its true port stands in the
 * comment of its first packet. HTTP/2 and HTTP/3 are written as HTTP/1.1.
 */
public final class PcapExporter implements FlowExporter {
    private static final int CLEAR = 80;
    private static final String COMMENT =
            "Written by Steno from recorded messages. Addresses that are unknown are from 192.0.2.0/24 or"
                    + " 2001:db8::/32. All of TCP and IP is made up, encrypted traffic is in clear text, HTTP/2 and HTTP/3 are shown"
                    + " as HTTP/1.1.";

    @Override
    public String label() {
        return "pcapng";
    }

    @Override
    public String title() {
        return "pcapng with made-up TCP";
    }

    @Override
    public List<ExportOptions.Choice> choices() {
        return List.of(ExportOptions.Choice.TRUE_PORTS);
    }

    @Override
    public String extension() {
        return ".pcapng";
    }

    @Override
    public String mediaType() {
        return "application/x-pcapng";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        PcapWriter out = new PcapWriter(to);
        out.begin(COMMENT);
        from.forEach(flow -> {
            if (flow instanceof TcpFlow tcp && tcp.isUnread()) {
                from.losses()
                        .count(Loss.KIND_UNSUPPORTED, "flow " + FlowNumber.print(flow.id()) + ", which was not read");
                return;
            }
            write(flow, from, out);
            from.wrote();
        });
    }

    private static void write(Flow flow, ExportFlows from, PcapWriter out) throws IOException {
        Endpoint target = flow instanceof HttpFlow http
                ? new Endpoint(http.request().host(), http.request().port())
                : ((TcpFlow) flow).target();
        Peer server = flow.server();
        int port = flow instanceof HttpFlow && !from.options().truePorts() ? CLEAR : target.port();
        Endpoint client = flow.client().address();
        long time = Times.isSet(flow.started()) ? flow.started() : 0;
        TcpPackets packets = new TcpPackets(
                out,
                client.port() == 0 ? null : client,
                server == null ? null : server.ip(),
                port,
                flow.id(),
                time,
                "Steno flow " + FlowNumber.print(flow.id()) + ", " + target);
        packets.open();
        if (flow instanceof HttpFlow http) {
            http(http, from, packets);
        }
        from.messages(flow, row -> {
            if (flow instanceof TcpFlow) {
                packets.at(row.time());
                packets.data(row.direction(), row.data(), row.data().length);
            }
        });
        packets.close();
    }

    private static void http(HttpFlow flow, ExportFlows from, TcpPackets packets) throws IOException {
        HttpRequest request = flow.request();
        if (!request.version().startsWith("HTTP/1") || flow.webSocket() != null) {
            from.losses()
                    .count(
                            Loss.DETAILS,
                            "flow " + FlowNumber.print(flow.id()) + ": frames of HTTP/2, HTTP/3 or a WebSocket");
        }
        packets.at(request.started());
        message(
                flow,
                from,
                packets,
                Direction.CLIENT_TO_SERVER,
                request.method() + " " + request.path() + " " + version(request.version()),
                request.headers(),
                request.trailers(),
                request.body());
        HttpResponse response = flow.response();
        if (response != null) {
            packets.at(response.started());
            message(
                    flow,
                    from,
                    packets,
                    Direction.SERVER_TO_CLIENT,
                    version(response.version()) + " " + response.status() + " " + response.reason(),
                    response.headers(),
                    response.trailers(),
                    response.body());
        }
    }

    private static String version(String of) {
        return of.startsWith("HTTP/1") ? of : "HTTP/1.1";
    }

    private static void message(
            HttpFlow flow,
            ExportFlows from,
            TcpPackets packets,
            Direction direction,
            String line,
            Headers headers,
            @Nullable Headers trailers,
            Body body)
            throws IOException {
        boolean chunked = headers.hasToken("transfer-encoding", "chunked");
        Headers fields = headers.without(name -> name.startsWith(":"));
        send(packets, direction, line + "\r\n" + host(headers, fields) + fields + "\r\n");
        byte[] buffer = new byte[TcpPackets.SEGMENT];
        try (InputStream in = from.body(flow, body)) {
            int n;
            while ((n = in.readNBytes(buffer, 0, buffer.length)) > 0) {
                if (chunked) {
                    send(packets, direction, Integer.toHexString(n) + "\r\n");
                }
                packets.data(direction, buffer, n);
                if (chunked) {
                    send(packets, direction, "\r\n");
                }
            }
        }
        if (chunked) {
            send(packets, direction, "0\r\n" + (trailers == null ? "" : trailers) + "\r\n");
        }
    }

    /** A message of HTTP/2 names its server in a pseudo-header field. */
    private static String host(Headers all, Headers fields) {
        String authority = all.get(":authority");
        return authority == null || fields.contains("host") ? "" : "Host: " + authority + "\r\n";
    }

    private static void send(TcpPackets packets, Direction direction, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        packets.data(direction, bytes, bytes.length);
    }
}
