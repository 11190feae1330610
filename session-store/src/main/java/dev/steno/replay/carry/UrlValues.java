package dev.steno.replay.carry;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The segments of a path, and the values of a query or a form, with what they are called. Pure functions. */
final class UrlValues {
    /** Visits values. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param place such as {@code path 2} for the second segment, or {@code query id}
         * @param value without percent-encoding
         * @return another value, or null to keep it
         */
        @Nullable
        String visit(String place, String value);
    }

    private UrlValues() {}

    /** Returns a path and query with the values that the visitor gives; the same object if it gives none. */
    static String visit(String target, Visitor visitor) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String nextPath = path(path, visitor);
        if (mark < 0) {
            return nextPath;
        }
        String query = target.substring(mark + 1);
        String nextQuery = pairs(query, "query ", visitor);
        return nextPath == path && nextQuery == query ? target : nextPath + "?" + nextQuery;
    }

    private static String path(String path, Visitor visitor) {
        String[] segments = path.split("/", -1);
        boolean changed = false;
        for (int i = 1; i < segments.length; i++) {
            String value = decoded(segments[i].replace("+", "%2B"));
            String other = visitor.visit("path " + i, value);
            if (other != null && !other.equals(value)) {
                segments[i] = encoded(other);
                changed = true;
            }
        }
        return changed ? String.join("/", segments) : path;
    }

    /** @param kind what a place begins with */
    static String pairs(String text, String kind, Visitor visitor) {
        String[] pairs = text.split("&", -1);
        boolean changed = false;
        for (int i = 0; i < pairs.length; i++) {
            int equals = pairs[i].indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = decoded(pairs[i].substring(equals + 1));
            String other = visitor.visit(kind + decoded(pairs[i].substring(0, equals)), value);
            if (other != null && !other.equals(value)) {
                pairs[i] = pairs[i].substring(0, equals + 1) + encoded(other);
                changed = true;
            }
        }
        return changed ? String.join("&", pairs) : text;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that encodes nothing
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
