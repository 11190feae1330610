package dev.steno.interop.warc;

import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.outlet.ExportFlows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as the block of a record: header fields as they passed and the body. Messages of HTTP/2 and 3 are written as HTTP/1.1, as
 * crawlers do. A body whose field names chunks is framed anew, so that block and field agree. For one thread.
 */
final class HttpBlock {
    private static final int CHUNK = 64 << 10;

    private final ExportFlows from;
    private final HttpFlow flow;
    private final String start;
    private final Headers fields;
    private final @Nullable Headers trailers;
    private final Body body;
    private final boolean decoded;
    private long bodyLength = -1;

    private HttpBlock(
            ExportFlows from,
            HttpFlow flow,
            String start,
            Headers fields,
            @Nullable Headers trailers,
            Body body,
            boolean decoded) {
        this.from = from;
        this.flow = flow;
        this.start = start;
        this.fields = fields;
        this.trailers = trailers;
        this.body = body;
        this.decoded = decoded;
    }

    static HttpBlock request(ExportFlows from, HttpFlow flow) {
        HttpRequest request = flow.request();
        Headers fields = request.headers();
        String authority = fields.get(":authority");
        if (authority != null && !fields.contains("Host")) {
            fields = fields.insertAt(0, "Host", authority);
        }
        String start = request.method() + ' ' + oneLine(request.path()) + ' ' + version(request.version());
        HttpBlock block = new HttpBlock(
                from,
                flow,
                start,
                fields,
                request.trailers(),
                request.body(),
                ImportMarks.isRequestDecoded(flow.notes()));
        block.countLosses();
        return block;
    }

    /** @param flow has a response */
    static HttpBlock response(ExportFlows from, HttpFlow flow) {
        HttpResponse response = Objects.requireNonNull(flow.response(), "the caller has looked for a response");
        String start = version(response.version()) + ' ' + response.status() + ' ' + oneLine(response.reason());
        HttpBlock block = new HttpBlock(
                from,
                flow,
                start,
                response.headers(),
                response.trailers(),
                response.body(),
                ImportMarks.isResponseDecoded(flow.notes()));
        block.countLosses();
        return block;
    }

    private static String version(String used) {
        return used.equals("HTTP/1.0") ? used : "HTTP/1.1";
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }

    private void countLosses() {
        String place = "flow " + FlowNumber.print(flow.id());
        if (isCut()) {
            from.losses().count(Loss.BODY_MISSING, place);
        }
        if (decoded) {
            from.losses().count(Loss.BODY_DECODED, place);
        }
        if (trailers != null && !isChunked()) {
            from.losses().count(Loss.DETAILS, place + ": trailers");
        }
    }

    /** Whether less of the body is recorded than passed. */
    boolean isCut() {
        return body.trueSize() > body.size();
    }

    boolean isChunked() {
        return fields.hasToken("Transfer-Encoding", "chunked");
    }

    /** Whether compressing the body once more would only cost time. */
    boolean isCompressed() {
        if (fields.contains("Content-Encoding") && !decoded) {
            return true;
        }
        String type = String.valueOf(fields.get("Content-Type")).toLowerCase(Locale.ROOT);
        return type.startsWith("video/")
                || type.startsWith("audio/")
                || type.startsWith("image/") && !type.contains("svg") && !type.contains("bmp")
                || type.startsWith("font/woff")
                || type.contains("zip");
    }

    /** Writes the start line and the fields. */
    void writeHead(OutputStream to) throws IOException {
        if (bodyLength < 0 && body.size() > 0 && !isChunked() && (decoded || !from.keepsLengths())) {
            bodyLength = measured();
        }
        StringBuilder head = new StringBuilder(start).append("\r\n");
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            boolean coding = name.equalsIgnoreCase("Content-Encoding");
            boolean length = name.equalsIgnoreCase("Content-Length");
            if (name.startsWith(":") || decoded && coding) {
                continue; // no field of HTTP/1.1, or one that the body no longer agrees with
            }
            String value = length && bodyLength >= 0 ? Long.toString(bodyLength) : fields.value(i);
            head.append(oneLine(name)).append(": ").append(oneLine(value)).append("\r\n");
        }
        to.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the bytes of a body whose length may not be the recorded one, since secrets in it are replaced. */
    private long measured() throws IOException {
        try (InputStream in = from.body(flow, body)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Writes the body, in chunks if a field says so. */
    void writeBody(OutputStream to) throws IOException {
        boolean chunked = isChunked();
        if (body.size() > 0) {
            try (InputStream in = from.body(flow, body)) {
                byte[] buffer = new byte[(int) Math.min(CHUNK, body.size())];
                int n;
                while ((n = in.read(buffer)) >= 0) {
                    if (chunked && n > 0) {
                        to.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                    to.write(buffer, 0, n);
                    if (chunked && n > 0) {
                        to.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
        if (chunked && (body.size() > 0 || !isHeadOnly())) {
            StringBuilder end = new StringBuilder("0\r\n");
            for (int i = 0; trailers != null && i < trailers.size(); i++) {
                end.append(oneLine(trailers.name(i)))
                        .append(": ")
                        .append(oneLine(trailers.value(i)))
                        .append("\r\n");
            }
            to.write(end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Whether the message has no body whatever its fields say (RFC 9112, 6.3). */
    private boolean isHeadOnly() {
        return start.startsWith("HTTP/")
                && (flow.request().method().equals("HEAD") || start.startsWith("304", 9) || start.startsWith("204", 9));
    }
}
