package dev.steno.interop.warc;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import dev.steno.interop.outlet.FlowExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes web archives: for each flow a response and a request that name each other, each record a gzip member. Flows without a response,
 * tunnels, WebSockets and raw streams have no records, and are counted.
 */
public final class WarcExporter implements FlowExporter {
    private static final String HTTP = "application/http; msgtype=";

    @Override
    public String label() {
        return "warc";
    }

    @Override
    public String title() {
        return "WARC 1.1";
    }

    @Override
    public String extension() {
        return ".warc.gz";
    }

    @Override
    public String mediaType() {
        return "application/warc";
    }

    @Override
    public void exportFlows(ExportFlows from, OutputStream to) throws IOException {
        try (WarcWriter writer = new WarcWriter(to)) {
            writer.writeInfo("software: Steno\r\nformat: WARC File Format 1.1\r\nconformsTo:"
                    + " http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n");
            from.forEach(flow -> write(flow, from, writer));
            writer.finish();
        }
    }

    private static void write(Flow flow, ExportFlows from, WarcWriter writer) throws IOException {
        String place = "flow " + FlowNumber.print(flow.id());
        String unfit = unfit(flow);
        if (!unfit.isEmpty()) {
            from.losses().count(Loss.KIND_UNSUPPORTED, place + ": " + unfit);
            return;
        }
        HttpFlow http = (HttpFlow) flow;
        if (!Times.isSet(http.started())) {
            from.losses().count(Loss.TIME_MISSING, place);
        }
        if (!http.interim().isEmpty()) {
            from.losses().count(Loss.DETAILS, place + ": interim responses");
        }
        String response = id(http, "response");
        String request = id(http, "request");
        HttpBlock answer = HttpBlock.response(from, http);
        writer.write(fields(http, "response", response, request, answer), answer);
        HttpBlock question = HttpBlock.request(from, http);
        writer.write(fields(http, "request", request, response, question), question);
        from.wrote();
    }

    /** Returns why a flow has no records; empty if it has. */
    private static String unfit(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return "no HTTP";
        }
        HttpResponse response = http.response();
        if (response == null) {
            return "no response";
        }
        if (http.request().method().equals("CONNECT")) {
            return "a tunnel";
        }
        return http.webSocket() != null ? "a WebSocket" : "";
    }

    private static WarcFields fields(HttpFlow flow, String type, String id, String other, HttpBlock block) {
        WarcFields fields = new WarcFields(type, id, date(flow));
        fields.add("WARC-Target-URI", uri(flow.request().url()));
        fields.add("WARC-Concurrent-To", "<" + other + ">");
        Peer server = flow.server();
        if (server != null && server.ip() != null) {
            fields.add("WARC-IP-Address", server.ip().host());
        }
        HttpResponse response = flow.response();
        String version =
                type.equals("request") || response == null ? flow.request().version() : response.version();
        fields.add("WARC-Protocol", protocol(version));
        if (server != null && server.tls() != null) {
            if (server.tls().version() != null) {
                fields.add(
                        "WARC-Protocol",
                        server.tls().version().toLowerCase(Locale.ROOT).replace("v", "/"));
            }
            if (server.tls().cipher() != null) {
                fields.add("WARC-Cipher-Suite", server.tls().cipher());
            }
        }
        if (block.isCut()) {
            fields.add("WARC-Truncated", "length");
        }
        fields.add("Content-Type", HTTP + type);
        return fields;
    }

    private static String protocol(String version) {
        return switch (version) {
            case "HTTP/2.0" -> "h2";
            case "HTTP/3" -> "h3";
            default -> version.toLowerCase(Locale.ROOT);
        };
    }

    /** A record must have a date; of a flow without one, it is the first of the epoch, which is counted. */
    private static Instant date(HttpFlow flow) {
        return Times.isSet(flow.started()) ? Times.instant(flow.started()) : Instant.EPOCH;
    }

    /** The same flow has the same ids in each export. */
    private static String id(HttpFlow flow, String type) {
        String name = type
                + ' '
                + flow.id()
                + ' '
                + flow.started()
                + ' '
                + flow.request().url();
        return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A URI has no blanks and no bytes beyond ASCII (RFC 3986, 2). */
    private static String uri(String url) {
        StringBuilder out = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c > ' ' && c < 0x7F && c != '<' && c != '>' && c != '"') {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", c & 0xFF));
            }
        }
        return out.toString();
    }
}
