package dev.steno.content;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Parses {@code name=value; name="value"} (RFC 9110, 5.6.6); malformed parameters are skipped. For one thread. */
final class ParameterReader {
    private final String source;
    private int at;

    private ParameterReader(String source, int at) {
        this.source = source;
        this.at = at;
    }

    static Map<String, String> read(String source, int from) {
        ParameterReader reader = new ParameterReader(source, from);
        Map<String, String> parameters = new LinkedHashMap<>();
        while (reader.at < source.length()) {
            reader.parameter(parameters);
        }
        return parameters;
    }

    /** Whether a token may contain the character (RFC 9110, 5.6.2). */
    static boolean isToken(int c) {
        return c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private void parameter(Map<String, String> parameters) {
        int start = at;
        while (at < source.length() && source.charAt(at) != ';' && source.charAt(at) != '=') {
            at++;
        }
        String name = source.substring(start, at).strip().toLowerCase(Locale.ROOT);
        boolean valued = at < source.length() && source.charAt(at) == '=';
        String value = "";
        if (valued) {
            at++;
            value = value();
        }
        while (at < source.length() && source.charAt(at) != ';') {
            at++;
        }
        at++;
        if (valued && !name.isEmpty()) {
            parameters.putIfAbsent(name, value);
        }
    }

    private String value() {
        while (at < source.length() && source.charAt(at) == ' ') {
            at++;
        }
        if (at == source.length() || source.charAt(at) != '"') {
            int start = at;
            while (at < source.length() && source.charAt(at) != ';') {
                at++;
            }
            return source.substring(start, at).strip();
        }
        StringBuilder value = new StringBuilder();
        at++;
        while (at < source.length() && source.charAt(at) != '"') {
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                at++;
            }
            value.append(source.charAt(at++));
        }
        return value.toString();
    }
}
