package dev.steno.replay.carry;

import dev.steno.content.BodyText;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.session.StoredEdits;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a request, with what they are called: segments of the path, the query, cookies, credentials, header fields,
 * fields of a form, strings and numbers of JSON. Pure functions, but for bodies, which are read.
 */
final class RequestValues {
    /** Upper bound on a body in which values are looked for. */
    static final int LONGEST_BODY = 1 << 20;

    /** Fields whose values no server gives to a client. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "host",
            "user-agent",
            "accept",
            "accept-encoding",
            "accept-language",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "origin",
            "referer",
            "date",
            "te",
            "expect",
            "transfer-encoding",
            "cache-control",
            "pragma",
            "range",
            "if-modified-since");

    private RequestValues() {}

    /**
     * Returns the flow with the values that the visitor gives in its request; the same object if it gives none.
     *
     * @param visitor is called with {@code cookie NAME}, {@code header NAME}, {@code form NAME} or {@code json PATH}, or as that
     *     of {@link UrlValues}
     * @throws IOException if the body cannot be read
     */
    static HttpFlow visit(HttpFlow flow, SessionReader reader, UrlValues.Visitor visitor) throws IOException {
        HttpRequest request = flow.request();
        String path = request.path().startsWith("/") ? UrlValues.visit(request.path(), visitor) : request.path();
        HttpRequest next = path.equals(request.path()) ? request : request.to(path, true);
        Headers fields = fields(next.headers(), visitor);
        HttpFlow changed = fields == request.headers() && next == request
                ? flow
                : flow.withRequest(fields == next.headers() ? next : next.withHeaders(fields));
        return body(changed, reader, visitor);
    }

    private static Headers fields(Headers fields, UrlValues.Visitor visitor) {
        Headers next = fields;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i).toLowerCase(Locale.ROOT);
            if (OF_CLIENTS.contains(name) || name.startsWith(":")) {
                continue;
            }
            String value = fields.value(i);
            String other = name.equals("cookie") ? cookies(value, visitor) : field(name, value, visitor);
            if (other != null && !other.equals(value) && isFieldValue(other)) {
                next = next.replaceAt(i, fields.name(i), other);
            }
        }
        return next;
    }

    /** A value of a body can have characters that no field has (RFC 9110, 5.5). */
    private static boolean isFieldValue(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static @Nullable String field(String name, String value, UrlValues.Visitor visitor) {
        int blank = name.equals("authorization") ? value.indexOf(' ') : -1;
        String other = visitor.visit("header " + name, value.substring(blank + 1));
        return other == null ? null : value.substring(0, blank + 1) + other;
    }

    private static String cookies(String value, UrlValues.Visitor visitor) {
        String[] pairs = value.split(";", -1);
        for (int i = 0; i < pairs.length; i++) {
            int equals = pairs[i].indexOf('=');
            if (equals > 0) {
                String other = visitor.visit(
                        "cookie " + pairs[i].substring(0, equals).strip(),
                        pairs[i].substring(equals + 1).strip());
                pairs[i] = other == null ? pairs[i] : pairs[i].substring(0, equals + 1) + other;
            }
        }
        return String.join(";", pairs);
    }

    private static HttpFlow body(HttpFlow flow, SessionReader reader, UrlValues.Visitor visitor) throws IOException {
        HttpRequest request = flow.request();
        Body body = request.body();
        String type = request.headers().get("Content-Type");
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
        boolean form = kind.startsWith("application/x-www-form-urlencoded");
        if (body.trueSize() == 0 || body.trueSize() > LONGEST_BODY || !form && !kind.contains("json")) {
            return flow;
        }
        String text;
        try (InputStream raw = reader.body(body)) {
            text = BodyText.read(raw, request.headers(), LONGEST_BODY + 1);
        }
        if (text.length() > LONGEST_BODY) {
            return flow;
        }
        String other = form
                ? UrlValues.pairs(text, "form ", visitor)
                : JsonLeaves.visit(text, (path, value) -> visitor.visit("json " + path, value));
        return other.equals(text)
                ? flow
                : StoredEdits.applied(
                        flow, MessagePart.REQUEST, List.of(new EditOp.NewBody(other, null, false)), reader);
    }
}
