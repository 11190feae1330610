package dev.steno.interop.k6;

import dev.steno.content.ContentType;
import dev.steno.copy.CodeText;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.text.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a script, written request by request. For one thread. */
final class K6Script {
    private static final long LONGEST_PAUSE = 60_000_000_000L;
    private static final long SHORTEST_PAUSE = 50_000_000L;

    /** Fields that k6 makes. */
    private static final Set<String> OMITTED = Set.of(
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "proxy-connection",
            "http2-settings",
            "accept-encoding",
            "if-none-match",
            "if-modified-since");

    private final OutputStream to;
    private @Nullable String group;

    /** The URL of the page that the group stands for, without its query; empty for a group of a host. */
    private String page = "";

    private long lastEnd = Times.UNSET;

    K6Script(OutputStream to) {
        this.to = to;
    }

    void begin() throws IOException {
        write("""
                // Sends recorded requests again, one after the other. A sketch: values that differ from run to run, such as tokens and
                // numbers that a server gave, are those of the record.
                // k6 adds fields, joins repeated ones, sends fields in its own order, and escapes URLs.
                import http from "k6/http";
                import encoding from "k6/encoding";
                import { group, sleep } from "k6";

                export const options = { vus: 1, iterations: 1 };

                export default function () {
                """);
    }

    void end() throws IOException {
        endGroup();
        write("}\n");
    }

    void request(HttpFlow flow, byte[] body) throws IOException {
        HttpRequest request = flow.request();
        pause(flow);
        enter(flow);
        StringBuilder call = new StringBuilder("    http.request(")
                .append(CodeText.literal(request.method()))
                .append(", ")
                .append(CodeText.literal(request.url()))
                .append(", ")
                .append(body.length == 0 ? "null" : body(body))
                .append(", {\n      headers: {");
        fields(request.headers())
                .forEach((name, value) -> call.append("\n        ")
                        .append(CodeText.literal(name))
                        .append(": ")
                        .append(CodeText.literal(value))
                        .append(','));
        write(call.append(" },\n      redirects: 0,\n    });\n").toString());
    }

    private void pause(HttpFlow flow) throws IOException {
        long begin = flow.started();
        if (!Times.isSet(begin)) {
            return;
        }
        if (Times.isSet(lastEnd) && begin - lastEnd >= SHORTEST_PAUSE) {
            endGroup();
            long pause = Math.min(LONGEST_PAUSE, begin - lastEnd);
            write("  sleep("
                    + BigDecimal.valueOf(pause / 1_000_000, 3)
                            .stripTrailingZeros()
                            .toPlainString() + ");\n");
        }
        long end = begin + (Times.isSet(flow.duration()) ? flow.duration() : 0);
        lastEnd = Times.isSet(lastEnd) ? Math.max(lastEnd, end) : end;
    }

    /** Begins the group of a flow unless it is open: that of its page, or else that of its host. */
    private void enter(HttpFlow flow) throws IOException {
        HttpRequest request = flow.request();
        String url = withoutQuery(request.url());
        String referer = request.headers().get("referer");
        String next;
        if (isPage(flow)) {
            page = url;
            next = request.method() + " " + url;
            endGroup();
        } else if (!page.isEmpty() && referer != null && withoutQuery(referer).equals(page) && group != null) {
            return;
        } else {
            next = request.host();
        }
        if (!next.equals(group)) {
            endGroup();
            write("  group(" + CodeText.literal(next) + ", function () {\n");
            group = next;
        }
    }

    private void endGroup() throws IOException {
        if (group != null) {
            write("  });\n");
            group = null;
        }
    }

    private static boolean isPage(HttpFlow flow) {
        String mode = flow.request().headers().get("sec-fetch-mode");
        HttpResponse response = flow.response();
        return mode != null
                ? mode.equals("navigate")
                : response != null
                        && ContentType.parse(response.headers().get("content-type"))
                                .type()
                                .equals("text/html");
    }

    private static String withoutQuery(String url) {
        return url.split("[?#]", 2)[0];
    }

    /** Repeats joined (RFC 9110, 5.3), since an object has a name once. */
    private static Map<String, String> fields(Headers headers) {
        Map<String, String> spelling = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String lower = headers.name(i).toLowerCase(Locale.ROOT);
            if (lower.startsWith(":") || OMITTED.contains(lower)) {
                continue;
            }
            int at = i;
            String name = spelling.computeIfAbsent(lower, first -> headers.name(at));
            fields.merge(
                    name, headers.value(i), (before, value) -> before + (lower.equals("cookie") ? "; " : ", ") + value);
        }
        return fields;
    }

    private static String body(byte[] body) {
        String text = Utf8.text(body);
        return text != null
                ? CodeText.literal(text)
                : "encoding.b64decode(\"" + Base64.getEncoder().encodeToString(body) + "\")";
    }

    private void write(String ascii) throws IOException {
        to.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
