package dev.steno.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message as a test sends it or as the other end got it, whatever the version of HTTP. Fields are {@code name: value} with
 * the name in lower case where it was read.
 *
 * @param start of a request "METHOD path", of a response the status
 * @param body null where the head ends the message
 * @param trailers null for none
 * @param framing how the end of the message was told: {@code length}, {@code chunked} or {@code none} in HTTP/1; {@code stream}
 * @param interims the interim responses before it, each the status and its fields
 * @param end what ended it in the place of its own end: null, {@code closed}, or the code of a reset
 */
record PairMessage(
        String start,
        List<String> fields,
        @Nullable String body,
        @Nullable List<String> trailers,
        String framing,
        List<String> interims,
        @Nullable String end) {

    static PairMessage of(String start, String... fields) {
        return new PairMessage(start, List.of(fields), null, null, "", List.of(), null);
    }

    PairMessage body(String bytes) {
        return new PairMessage(start, fields, bytes, trailers, framing, interims, end);
    }

    PairMessage trailers(String... more) {
        return new PairMessage(start, fields, body, List.of(more), framing, interims, end);
    }

    PairMessage after(String... earlier) {
        return new PairMessage(start, fields, body, trailers, framing, List.of(earlier), end);
    }

    String method() {
        return start.split(" ")[0];
    }

    String path() {
        return start.split(" ")[1];
    }

    int status() {
        return Integer.parseInt(start);
    }

    /** The values of a field, in their order. */
    List<String> all(String name) {
        return values(fields, name);
    }

    static List<String> values(List<String> fields, String name) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(": ");
            if (colon > 0 && field.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(field.substring(colon + 2));
            }
        }
        return values;
    }

    /** The names and values in turn, names in lower case unless kept. */
    static String[] pairs(List<String> fields) {
        List<String> all = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            all.add(field.substring(0, colon));
            all.add(field.substring(colon + 2));
        }
        return all.toArray(String[]::new);
    }

    /** The lines of a head of HTTP/1 after its first. */
    static List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        String[] all = head.split("\r\n");
        for (int i = 1; i < all.length; i++) {
            int colon = all[i].indexOf(':');
            lines.add(all[i].substring(0, colon).toLowerCase(Locale.ROOT) + ": "
                    + all[i].substring(colon + 1).strip());
        }
        return lines;
    }
}
