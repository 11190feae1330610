package dev.steno.replay.carry;

import dev.steno.content.BodyText;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.store.BodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that a response gives to its client, with where they are: cookies, the segments and the query of Location,
 * strings and numbers of JSON, and fields of forms in HTML. Pure functions, but for bodies, which are read.
 */
final class ResponseValues {
    /** Upper bound on a body in which values are looked for. */
    private static final int LONGEST_BODY = 1 << 20;

    private static final Pattern FIELD = Pattern.compile("<(?:input|meta)\\b[^>]{1,2000}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = attribute("name");
    private static final Pattern VALUE = attribute("(?:value|content)");

    private ResponseValues() {}

    private static Pattern attribute(String name) {
        return Pattern.compile(
                "\\b" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))", Pattern.CASE_INSENSITIVE);
    }

    /**
     * Passes on where each value is, and the value.
     *
     * @throws IOException if the body cannot be read
     */
    static void each(HttpFlow flow, BodyReader reader, BiConsumer<String, String> to) throws IOException {
        HttpResponse response = flow.response();
        if (response == null) {
            return;
        }
        Headers fields = response.headers();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.name(i).equalsIgnoreCase("Set-Cookie")) {
                cookie(fields.value(i), to);
            } else if (fields.name(i).equalsIgnoreCase("Location")) {
                location(fields.value(i), to);
            }
        }
        body(response, reader, to);
    }

    private static void cookie(String text, BiConsumer<String, String> to) {
        int end = text.indexOf(';');
        String pair = end < 0 ? text : text.substring(0, end);
        int equals = pair.indexOf('=');
        if (equals > 0) {
            to.accept(
                    "cookie " + pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
    }

    private static void location(String url, BiConsumer<String, String> to) {
        int scheme = url.indexOf("://");
        int path = scheme < 0 ? url.indexOf('/') : url.indexOf('/', scheme + 3);
        if (path >= 0) {
            int fragment = url.indexOf('#');
            UrlValues.visit(url.substring(path, fragment < path ? url.length() : fragment), (place, value) -> {
                to.accept("location " + place, value);
                return null;
            });
        }
    }

    private static void body(HttpResponse response, BodyReader reader, BiConsumer<String, String> to)
            throws IOException {
        Body body = response.body();
        String type = response.headers().get("Content-Type");
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
        boolean json = kind.contains("json");
        if (body.trueSize() == 0 || body.size() < body.trueSize() || !json && !kind.contains("html")) {
            return;
        }
        String text;
        try (InputStream raw = reader.body(body)) {
            text = BodyText.read(raw, response.headers(), LONGEST_BODY);
        }
        if (json) {
            JsonLeaves.visit(text, (path, value) -> {
                to.accept("json " + path, value);
                return null;
            });
        } else {
            for (Matcher field = FIELD.matcher(text); field.find(); ) {
                String name = attribute(NAME, field.group());
                String value = attribute(VALUE, field.group());
                if (name != null && value != null) {
                    to.accept("html " + name, value);
                }
            }
        }
    }

    private static @Nullable String attribute(Pattern name, String element) {
        Matcher found = name.matcher(element);
        if (!found.find()) {
            return null;
        }
        String text =
                found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : found.group(3);
        return text.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
