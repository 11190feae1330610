package dev.steno.content;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a Content-Type field (RFC 9110, 8.3.1), parsed as leniently as browsers do. Immutable.
 *
 * @param type {@code type/subtype} in lower case; empty if there is none
 * @param parameters by name in lower case, values without quotes; of a repeated name, the first
 */
public record ContentType(String type, Map<String, String> parameters) {
    /** For a message without a content type. */
    public static final ContentType NONE = new ContentType("", Map.of());

    private static final Set<String> TEXT = Set.of(
            "application/json",
            "application/javascript",
            "application/x-javascript",
            "application/ecmascript",
            "application/xml",
            "application/xml-dtd",
            "application/x-www-form-urlencoded",
            "application/graphql",
            "application/graphql-response",
            "application/x-ndjson",
            "application/jsonlines",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/sql",
            "application/x-sh",
            "application/x-mpegurl",
            "application/vnd.apple.mpegurl",
            "application/jwt",
            "message/http");

    public ContentType {
        parameters = parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Parses a field's value; {@link #NONE} for null or an invalid media type. Never fails. */
    public static ContentType parse(@Nullable String value) {
        if (value == null) {
            return NONE;
        }
        int semicolon = value.indexOf(';');
        String type =
                (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (type.indexOf('/') <= 0 || type.endsWith("/") || !isUnbroken(type)) {
            return NONE;
        }
        return new ContentType(type, semicolon < 0 ? Map.of() : ParameterReader.read(value, semicolon + 1));
    }

    private static boolean isUnbroken(String type) {
        for (int i = 0; i < type.length(); i++) { // a stream would take longer than the rest
            if (type.charAt(i) <= ' ' || type.charAt(i) == ',') {
                return false;
            }
        }
        return true;
    }

    /** The charset named by the parameter; null if there is none, or this platform does not support it. */
    public @Nullable Charset charset() {
        String name = parameters.get("charset");
        if (name == null) {
            return null;
        }
        try {
            return Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    /**
     * Whether people read such a body as text. False for {@link #NONE}, whose bytes must be inspected ({@link
     * BodyText}).
     */
    public boolean isText() {
        return type.startsWith("text/")
                || TEXT.contains(type)
                || type.endsWith("+json")
                || isXml()
                || type.endsWith("+yaml");
    }

    /** Whether it is JSON, by itself or by suffix (RFC 6839). */
    public boolean isJson() {
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    /** Whether it is XML, by itself or by suffix (RFC 7303). */
    public boolean isXml() {
        return type.equals("application/xml") || type.equals("text/xml") || type.endsWith("+xml");
    }

    /** The value as a field writes it. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(type);
        parameters.forEach((name, value) -> {
            boolean token = !value.isEmpty() && value.chars().allMatch(ParameterReader::isToken);
            out.append("; ").append(name).append('=');
            out.append(token ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        });
        return out.toString();
    }
}
