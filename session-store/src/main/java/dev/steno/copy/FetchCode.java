package dev.steno.copy;

import dev.steno.flow.HttpFlow;
import dev.steno.text.Utf8;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as JavaScript that calls {@code fetch} (https://fetch.spec.whatwg.org), for a module of Node and the console of a
 * browser. For one thread.
 */
final class FetchCode {
    /** Fields that Node's fetch does not send as they are given. */
    private static final Set<String> REFUSED = Set.of("connection", "keep-alive", "upgrade", "expect");

    /** Fields that pages cannot set (Fetch, 2.2.2), besides those that begin with {@code proxy-} and {@code sec-}. */
    private static final Set<String> FORBIDDEN = Set.of(
            "accept-charset",
            "accept-encoding",
            "access-control-request-headers",
            "access-control-request-method",
            "cookie",
            "date",
            "dnt",
            "host",
            "origin",
            "referer",
            "te",
            "trailer",
            "via");

    private static final Set<String> NORMALIZED = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

    /** Fields that Node's fetch sends unless it is given others. */
    private static final List<String> UNASKED =
            List.of("Accept", "Accept-Encoding", "Accept-Language", "Connection", "Sec-Fetch-Mode", "User-Agent");

    /** Targets that the parser of URLs keeps (https://url.spec.whatwg.org), if no segment is made of dots. */
    private static final Pattern KEPT =
            Pattern.compile("/[\\w.~:/@!$&()*+,;=%|\\[\\]-]*(\\?[\\w.~:/?@!$&()*+,;=%|\\[\\]{}^`-]+)?");

    private static final Pattern DOTS = Pattern.compile("(?i)[^?]*/(\\.|%2e){1,2}(/.*|\\?.*)?");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final CopiedRequest copied;

    private FetchCode(CopiedRequest copied) {
        this.copied = copied;
    }

    /**
     * Returns the code, with a line feed at its end.
     *
     * @throws UncopyableException if fetch cannot send the request
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        return new FetchCode(new CopiedRequest(flow, body, "fetch")).code();
    }

    private String code() {
        copied.needPath();
        String method = method();
        String path = copied.request.path();
        if (!KEPT.matcher(path).matches() || DOTS.matcher(path).matches()) {
            copied.notes.add("fetch normalizes the path and the query, and may send them escaped otherwise");
        }
        List<CopiedRequest.Field> fields = new ArrayList<>(copied.fields(FetchCode::isSendable));
        fields.removeIf(FetchCode::isKeepAlive); // fetch sends it by itself
        copied.noteRepeats(fields);
        copied.noteAdded(UNASKED);
        copied.noteVersion();
        noteForbidden(fields);
        StringBuilder code = new StringBuilder(copied.comments("// "))
                .append("{\n  const response = await fetch(")
                .append(CodeText.literal(copied.origin() + path))
                .append(", {\n    method: ")
                .append(CodeText.literal(method))
                .append(",\n");
        if (!fields.isEmpty()) {
            code.append("    headers: [\n");
            fields.forEach(field -> code.append("      [")
                    .append(CodeText.literal(field.name()))
                    .append(", ")
                    .append(CodeText.literal(field.value()))
                    .append("],\n"));
            code.append("    ],\n");
        }
        if (copied.sendsBody()) {
            code.append("    body: ").append(body(copied.body)).append(",\n");
        }
        return code.append("    redirect: \"manual\",\n  });\n")
                .append("  console.log(response.status, await response.text());\n}\n")
                .toString();
    }

    private String method() {
        String method = copied.request.method();
        String upper = method.toUpperCase(Locale.ROOT);
        if (Set.of("CONNECT", "TRACE", "TRACK").contains(upper)) {
            throw copied.cannot("send the method " + upper);
        }
        if (copied.sendsBody() && (upper.equals("GET") || upper.equals("HEAD"))) {
            throw copied.cannot("send a body with " + upper);
        }
        if (!upper.equals(method) && NORMALIZED.contains(upper)) {
            copied.notes.add("fetch sends the method as " + upper);
        }
        return method;
    }

    private static boolean isSendable(CopiedRequest.Field field) {
        return isKeepAlive(field)
                || !REFUSED.contains(field.name().toLowerCase(Locale.ROOT))
                        && !CONTROL.matcher(field.value()).find();
    }

    private static boolean isKeepAlive(CopiedRequest.Field field) {
        return field.name().equalsIgnoreCase("connection") && field.value().equalsIgnoreCase("keep-alive");
    }

    private void noteForbidden(List<CopiedRequest.Field> fields) {
        List<String> names = new ArrayList<>();
        for (CopiedRequest.Field field : fields) {
            String lower = field.name().toLowerCase(Locale.ROOT);
            if (FORBIDDEN.contains(lower) || lower.startsWith("sec-") || lower.startsWith("proxy-")) {
                names.add(field.name());
            }
        }
        if (!names.isEmpty()) {
            copied.notes.add("in a page, the browser sends its own: " + String.join(", ", names));
        }
    }

    private String body(byte @Nullable [] body) {
        if (body == null) {
            return "await (await import(\"node:fs/promises\")).readFile(" + CodeText.literal(copied.bodyFile()) + ")";
        }
        String text = copied.has("content-type") ? Utf8.text(body) : null; // without it, fetch would add one to a text
        if (text != null) {
            return CodeText.literal(text);
        }
        return "Uint8Array.from(atob(\"" + Base64.getEncoder().encodeToString(body) + "\"), c => c.charCodeAt(0))";
    }
}
