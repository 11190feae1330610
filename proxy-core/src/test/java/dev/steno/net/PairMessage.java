package dev.steno.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message as a test sends it or as the other end received it, in any version of HTTP. Fields are {@code name: value};
 * names that were received are in lower case.
 *
 * @param start "METHOD path" of a request, the status of a response
 * @param body null if the message ends with its head
 * @param trailers null for none
 * @param framing how the message's end was marked: {@code length}, {@code chunked} or {@code none} in HTTP/1; {@code
 *     stream}
 * @param interims the interim responses before it, each with status and fields
 * @param end what ended the message early: null, {@code closed}, or the code of a reset
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

    /** The values of a field, in order. */
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

    /** Names and values alternately, names in lower case unless kept. */
    static String[] pairs(List<String> fields) {
        List<String> all = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            all.add(field.substring(0, colon));
            all.add(field.substring(colon + 2));
        }
        return all.toArray(String[]::new);
    }

    /** The lines of an HTTP/1 head after its first line. */
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
