package dev.steno.interop.har.out;

import dev.steno.flow.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** The lists of names and values in an entry. Stateless. */
final class HarFields {
    private HarFields() {}

    static void headers(JsonGenerator json, String list, Headers headers) {
        json.writeArrayPropertyStart(list);
        for (int i = 0; i < headers.size(); i++) {
            pair(json, HarText.of(headers.name(i)), HarText.of(headers.value(i)));
        }
        json.writeEndArray();
    }

    static void query(JsonGenerator json, String path) {
        json.writeArrayPropertyStart("queryString");
        int start = path.indexOf('?');
        if (start >= 0) {
            pairs(json, path.substring(start + 1));
        }
        json.writeEndArray();
    }

    /** Writes the parameters of a query or a form. */
    static void pairs(JsonGenerator json, String form) {
        for (String each : form.split("&", -1)) {
            if (!each.isEmpty()) {
                int equals = each.indexOf('=');
                pair(
                        json,
                        decoded(equals < 0 ? each : each.substring(0, equals)),
                        equals < 0 ? "" : decoded(each.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part; // not percent-encoded after all
        }
    }

    static void requestCookies(JsonGenerator json, Headers headers) {
        json.writeArrayPropertyStart("cookies");
        for (String field : headers.all("cookie")) {
            for (String each : field.split(";")) {
                cookie(json, each.strip());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    static void responseCookies(JsonGenerator json, Headers headers) {
        json.writeArrayPropertyStart("cookies");
        for (String field : headers.all("set-cookie")) {
            String[] parts = field.split(";");
            cookie(json, parts[0].strip());
            for (int i = 1; i < parts.length; i++) {
                attribute(json, parts[i].strip());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void cookie(JsonGenerator json, String pair) {
        int equals = pair.indexOf('=');
        json.writeStartObject();
        json.writeStringProperty("name", HarText.of(equals < 0 ? pair : pair.substring(0, equals)));
        json.writeStringProperty("value", equals < 0 ? "" : HarText.of(pair.substring(equals + 1)));
    }

    private static void attribute(JsonGenerator json, String attribute) {
        int equals = attribute.indexOf('=');
        String name = (equals < 0 ? attribute : attribute.substring(0, equals))
                .strip()
                .toLowerCase(Locale.ROOT);
        String value =
                equals < 0 ? "" : HarText.of(attribute.substring(equals + 1).strip());
        switch (name) {
            case "path", "domain" -> json.writeStringProperty(name, value);
            case "httponly" -> json.writeBooleanProperty("httpOnly", true);
            case "secure" -> json.writeBooleanProperty("secure", true);
            default -> {
                // expires would have to be a date that every reader takes; the header field has it
            }
        }
    }

    private static void pair(JsonGenerator json, String name, String value) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("value", value);
        json.writeEndObject();
    }
}
