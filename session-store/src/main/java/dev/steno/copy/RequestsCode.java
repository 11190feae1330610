package dev.steno.copy;

import dev.steno.flow.HttpFlow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as Python that sends it by Requests 2.26 or newer. The request is prepared by hand, since Requests would change its
 * URL and add fields. For one thread.
 */
final class RequestsCode {
    /** Targets that urllib3 does not escape. */
    private static final Pattern KEPT = Pattern.compile(
            "/(?!/)([\\w.~:/@!$&'()*+,;=-]|%[0-9A-F]{2})*(\\?([\\w.~:/?@!$&'()*+,;=-]|%[0-9A-F]{2})+)?");

    private static final Pattern METHOD = Pattern.compile("[!-~]+");

    /** Fields that the layers below Requests send unless they are told to skip them. */
    private static final List<String> UNASKED = List.of("User-Agent", "Accept-Encoding");

    private RequestsCode() {}

    /**
     * Returns the code, with a line feed at its end.
     *
     * @throws UncopyableException if Requests cannot send the request
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        CopiedRequest copied = new CopiedRequest(flow, body, "Requests");
        copied.needPath();
        if (!METHOD.matcher(copied.request.method()).matches()) {
            throw copied.cannot("send this method");
        }
        if (!KEPT.matcher(copied.request.path()).matches()) {
            copied.notes.add("Requests may send the request target escaped otherwise");
        }
        List<CopiedRequest.Field> fields = copied.fields(
                field -> field.value().indexOf('\n') < 0 && field.value().indexOf('\r') < 0);
        copied.noteRepeats(fields);
        copied.noteVersion();
        StringBuilder code = new StringBuilder(copied.comments("# "))
                .append("import requests\nfrom urllib3.util import SKIP_HEADER\n\n")
                .append("request = requests.PreparedRequest()\nrequest.method = ")
                .append(CodeText.literal(copied.request.method()))
                .append("\nrequest.url = ")
                .append(CodeText.literal(copied.origin() + copied.request.path()))
                .append("\nrequest.headers = {\n");
        joined(fields)
                .forEach((name, value) -> code.append("    ")
                        .append(CodeText.literal(name))
                        .append(": ")
                        .append(CodeText.pythonBytes(value.getBytes(StandardCharsets.ISO_8859_1)))
                        .append(",\n"));
        for (String name : UNASKED) {
            if (!copied.has(name)) {
                code.append("    ").append(CodeText.literal(name)).append(": SKIP_HEADER,\n");
            }
        }
        if (copied.sendsBody()) {
            long size = body == null ? copied.request.body().size() : body.length;
            code.append("    \"Content-Length\": \"").append(size).append("\",\n");
        }
        code.append("}\n");
        if (copied.sendsBody()) {
            code.append("request.body = ")
                    .append(
                            body == null
                                    ? "open(" + CodeText.literal(copied.bodyFile()) + ", \"rb\").read()"
                                    : CodeText.pythonBytes(body))
                    .append('\n');
        }
        return code.append("response = requests.Session().send(request, allow_redirects=False)\n")
                .append("print(response.status_code, response.reason)\nprint(response.text)\n")
                .toString();
    }

    /** Repeats joined (RFC 9110, 5.3), since a dictionary has a name once. */
    static Map<String, String> joined(List<CopiedRequest.Field> fields) {
        Map<String, String> spelling = new LinkedHashMap<>();
        Map<String, String> joined = new LinkedHashMap<>();
        for (CopiedRequest.Field field : fields) {
            String lower = field.name().toLowerCase(Locale.ROOT);
            String name = spelling.computeIfAbsent(lower, first -> field.name());
            String separator = lower.equals("cookie") ? "; " : ", ";
            joined.merge(name, field.value(), (before, next) -> before + separator + next);
        }
        return joined;
    }
}
