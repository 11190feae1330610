package dev.steno.copy;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as Python 3.8 or newer that sends it by {@code http.client}, of the standard library: all fields in their order and
 * spelling, with repeats, and the framing of HTTP/1.1 as it was. For one thread.
 */
final class PythonCode {
    /** Targets that http.client takes as they are. */
    private static final Pattern PLAIN_TARGET = Pattern.compile("[!-~]+");

    private static final Pattern METHOD = Pattern.compile("[!-~]+");
    private static final Pattern NAME = Pattern.compile("[^:\\s][^:\\r\\n]*");

    private final CopiedRequest copied;
    private final HttpRequest request;
    private final StringBuilder code = new StringBuilder();
    private boolean chunked;

    private PythonCode(CopiedRequest copied) {
        this.copied = copied;
        this.request = copied.request;
    }

    /**
     * Returns the code, with a line feed at its end.
     *
     * @throws UncopyableException if http.client cannot send the request
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        return new PythonCode(new CopiedRequest(flow, body, "http.client")).code();
    }

    private String code() {
        if (!METHOD.matcher(request.method()).matches()) {
            throw copied.cannot("send this method");
        }
        List<CopiedRequest.Field> fields = fields();
        boolean old = request.version().equals("HTTP/1.0");
        if (!old) {
            copied.noteVersion();
        }
        String type = request.scheme().equals("https") ? "HTTPSConnection" : "HTTPConnection";
        code.append(copied.comments("# ")).append("import http.client\nimport sys\n\n");
        boolean plain = PLAIN_TARGET.matcher(request.path()).matches();
        if (!plain || old) {
            code.append("class Connection(http.client.").append(type).append("):\n");
            if (old) {
                code.append("    _http_vsn = 10\n    _http_vsn_str = \"HTTP/1.0\"\n");
            }
            if (!plain) {
                code.append("    def _validate_path(self, url):\n        pass\n")
                        .append(
                                "    def _encode_request(self, request):\n        return request.encode(\"latin-1\")\n");
            }
            code.append("\nconnection = Connection(");
        } else {
            code.append("connection = http.client.").append(type).append('(');
        }
        code.append(CodeText.literal(request.host()))
                .append(", ")
                .append(request.port())
                .append(")\nconnection.putrequest(")
                .append(CodeText.literal(request.method()))
                .append(", ")
                .append(CodeText.literal(request.path()))
                .append(", skip_host=True, skip_accept_encoding=True)\n");
        fields.forEach(field -> code.append("connection.putheader(")
                .append(bytes(field.name()))
                .append(", ")
                .append(bytes(field.value()))
                .append(")\n"));
        code.append("connection.endheaders(").append(body()).append(chunked ? ", encode_chunked=True)\n" : ")\n");
        return code.append("response = connection.getresponse()\n")
                .append("print(response.status, response.reason, flush=True)\n")
                .append("sys.stdout.buffer.write(response.read())\n")
                .toString();
    }

    private String body() {
        if (!copied.sendsBody()) {
            return "";
        }
        return copied.body == null
                ? "open(" + CodeText.literal(copied.bodyFile()) + ", \"rb\").read()"
                : CodeText.pythonBytes(copied.body);
    }

    private List<CopiedRequest.Field> fields() {
        List<CopiedRequest.Field> fields = new ArrayList<>();
        Headers headers = request.headers();
        long size = copied.body == null ? request.body().size() : copied.body.length;
        boolean framed = false;
        int left = 0;
        if (!headers.contains("host") && !request.version().startsWith("HTTP/1")) {
            String authority = headers.get(":authority");
            fields.add(new CopiedRequest.Field("Host", authority == null ? copied.authority() : authority));
        }
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.startsWith(":") || lower.equals("http2-settings")) {
                continue;
            }
            if (lower.equals("content-length") || lower.equals("transfer-encoding")) {
                boolean chunks = lower.startsWith("t") && value.equalsIgnoreCase("chunked");
                if (framed || !chunks && !value.equals(Long.toString(size))) {
                    copied.notes.add("the " + name + " that was sent does not agree with the body, and is left out");
                    continue;
                }
                chunked = chunks;
                framed = true;
            }
            if (NAME.matcher(name).matches() && value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
                fields.add(new CopiedRequest.Field(name, value));
            } else {
                left++;
            }
        }
        if (left > 0) {
            copied.notes.add("header fields that http.client cannot send are left out: " + left);
        }
        if (!framed && size > 0) {
            fields.add(new CopiedRequest.Field("Content-Length", Long.toString(size)));
        }
        return fields;
    }

    private static String bytes(String latin1) {
        return CodeText.pythonBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
