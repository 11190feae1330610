package dev.steno.replay.request;

import dev.steno.content.BodyText;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.replay.request.ValueTemplate.Occasion;
import dev.steno.rule.json.JsonChange;
import dev.steno.rule.json.JsonValues;
import dev.steno.session.StoredEdits;
import dev.steno.source.BodySources;
import dev.steno.store.SessionReader;
import dev.steno.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of recorded flows: their recorded form, with the changes of a run. Immutable.
 */
public final class ReplayedRequests {
    /** Upper bound on a body that is read to change it, in bytes after content codings are removed. */
    private static final int LONGEST_BODY = 16 << 20;

    /** Which recorded form of a request is sent. */
    public enum Form {
        /** What rules and edits made of it. */
        FINAL,
        /** What its client sent. */
        AS_CLIENT
    }

    /**
     * What all requests of a run have in common.
     *
     * @param target the base URL of the server to which all go, without a slash at its end; null for the recorded servers
     * @param keepHost whether Host and {@code :authority} stay as they were recorded
     * @param version in which all are sent; null for the recorded ones
     * @param authorization in place of the recorded Authorization; empty for none, null for the recorded one
     * @param changes in their order
     */
    public record Settings(
            Form form,
            @Nullable String target,
            boolean keepHost,
            @Nullable String version,
            @Nullable String authorization,
            List<RequestChange> changes) {
        public Settings {
            changes = List.copyOf(changes);
        }

        /** Every request as it was recorded. */
        public static final Settings AS_RECORDED = new Settings(Form.FINAL, null, false, null, null, List.of());
    }

    private final Settings settings;
    private final boolean changesBodies;

    public ReplayedRequests(Settings settings) {
        this.settings = settings;
        this.changesBodies = settings.changes().stream().anyMatch(RequestChange.InJson.class::isInstance);
    }

    /** Which recorded form is sent. */
    public Form form() {
        return settings.form();
    }

    /** The base URL of the server to which all go; null for the recorded servers. */
    public @Nullable String target() {
        return settings.target();
    }

    /** The recorded flow with the request as it was recorded, in the form that is asked for. */
    public HttpFlow recorded(HttpFlow flow) {
        HttpFlow original = flow.original();
        return settings.form() == Form.AS_CLIENT && original != null ? flow.withRequest(original.request()) : flow;
    }

    /** What is called with each change of the URL whose expression matched. */
    @FunctionalInterface
    public interface Matches {
        /** Nothing is counted. */
        Matches UNCOUNTED = change -> {};

        void count(RequestChange.InUrl change);
    }

    /** Returns the changes, in their order. */
    public List<RequestChange> changes() {
        return settings.changes();
    }

    /**
     * Returns the request of a flow as it is sent, without its body.
     *
     * @throws IllegalArgumentException if a change makes it none; the message says why
     */
    public HttpRequest head(HttpFlow flow, Occasion occasion, Matches matches) {
        HttpRequest request = versioned(flow.request());
        String url = url(request, occasion, matches);
        try {
            return fields(request.to(url, settings.keepHost()), occasion);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "flow " + flow.id() + " would be sent to " + Printable.line(url) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the request of a flow as it is sent. A body that is not part of its flow is read while it is sent.
     *
     * @param flow of {@link #recorded}
     * @throws IllegalArgumentException if a change makes it none; the message says why
     * @throws IOException if a body that is to be changed cannot be read
     */
    public HttpRequest request(HttpFlow flow, Occasion occasion, SessionReader reader) throws IOException {
        HttpFlow next = flow.withRequest(head(flow, occasion, Matches.UNCOUNTED));
        if (changesBodies && flow.request().body().trueSize() > 0) {
            next = withJson(next, occasion, reader);
        }
        return ReplayableRequest.sendable(
                next.request(), stored -> BodySources.stream(stored.size(), () -> reader.body(stored)));
    }

    private HttpRequest versioned(HttpRequest request) {
        String version = settings.version();
        if (version == null || version.equals(request.version())) {
            return request;
        }
        Headers fields = request.headers();
        if (version.startsWith("HTTP/1.")) {
            String authority = fields.get(":authority");
            Headers plain = fields.without(name -> name.startsWith(":"));
            boolean webSocket = fields.contains(":protocol");
            fields = plain.contains("Host") || authority == null ? plain : plain.insertAt(0, "Host", authority);
            fields = webSocket ? UpgradeFields.http1(fields) : fields;
        } else if (request.version().startsWith("HTTP/1.") && ReplayableRequest.asksForWebSocket(request)) {
            fields = UpgradeFields.http2(request);
        }
        return new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                request.path(),
                version,
                fields,
                request.trailers(),
                request.body(),
                request.started(),
                request.ended());
    }

    private String url(HttpRequest request, Occasion occasion, Matches matches) {
        String url = request.url();
        String target = settings.target();
        if (target != null) {
            url = target + (request.path().startsWith("/") ? request.path() : "/" + request.path());
        }
        for (RequestChange change : settings.changes()) {
            if (change instanceof RequestChange.Parameter parameter) {
                url = withParameter(url, parameter.name(), parameter.value().text(occasion));
            } else if (change instanceof RequestChange.InUrl in) {
                Matcher matcher = in.regex().matcher(url);
                if (matcher.find()) {
                    matches.count(in);
                    url = matcher.replaceAll(in.replacement().text(occasion, Matcher::quoteReplacement));
                }
            }
        }
        return url;
    }

    private static String withParameter(String url, String name, String value) {
        String pair = encoded(name) + "=" + encoded(value);
        int mark = url.indexOf('?');
        if (mark < 0) {
            return url + "?" + pair;
        }
        List<String> pairs = new ArrayList<>();
        boolean set = false;
        for (String each : url.substring(mark + 1).split("&", -1)) {
            int equals = each.indexOf('=');
            String key = equals < 0 ? each : each.substring(0, equals);
            if (!key.equals(name) && !key.equals(encoded(name))) {
                pairs.add(each);
            } else if (!set) {
                pairs.add(pair);
                set = true;
            }
        }
        if (!set) {
            pairs.add(pair);
        }
        pairs.removeIf(String::isEmpty);
        return url.substring(0, mark + 1) + String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest fields(HttpRequest request, Occasion occasion) {
        Headers fields = request.headers();
        String authorization = settings.authorization();
        if (authorization != null) {
            fields = authorization.isEmpty()
                    ? fields.remove("Authorization")
                    : fields.set(name("Authorization", request), authorization);
        }
        for (RequestChange change : settings.changes()) {
            if (change instanceof RequestChange.Field field) {
                String value = field.value().text(occasion);
                boolean authority = field.name().equalsIgnoreCase("Host") && fields.contains(":authority");
                String name = authority ? ":authority" : name(field.name(), request);
                fields = value.isEmpty() ? fields.remove(name) : fields.set(name, value);
            }
        }
        return fields == request.headers() ? request : request.withHeaders(fields);
    }

    /** Names are in lower case in HTTP/2 and HTTP/3 (RFC 9113, 8.2). */
    private static String name(String name, HttpRequest request) {
        return request.version().startsWith("HTTP/1.") ? name : name.toLowerCase(Locale.ROOT);
    }

    private HttpFlow withJson(HttpFlow flow, Occasion occasion, SessionReader reader) throws IOException {
        HttpRequest request = flow.request();
        String before;
        try (InputStream raw = reader.body(request.body())) {
            before = BodyText.read(raw, request.headers(), LONGEST_BODY);
        }
        if (4L * before.length() > LONGEST_BODY) { // it may be cut: a character has at most four bytes
            throw new IllegalArgumentException(
                    "flow " + flow.id() + " has a body of more than 4 MiB, of which no value is set");
        }
        if (!JsonValues.areValues(before)) {
            return flow; // another kind of body, which has no such value
        }
        String text = before;
        for (RequestChange change : settings.changes()) {
            if (change instanceof RequestChange.InJson in) {
                String value = in.value().text(occasion);
                text = JsonChange.set(text, in.path(), JsonValues.isValue(value) ? value : JsonValues.quoted(value));
            }
        }
        return text.equals(before)
                ? flow
                : StoredEdits.applied(
                        flow, MessagePart.REQUEST, List.of(new EditOp.NewBody(text, null, false)), reader);
    }
}
