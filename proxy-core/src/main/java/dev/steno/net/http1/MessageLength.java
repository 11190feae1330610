package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The length that the fields of an HTTP/1 message declare (RFC 9112, 6.3; RFC 9110, 8.6). Stateless; any thread. */
final class MessageLength {
    private MessageLength() {}

    /** The one value that all Content-Length fields and their list elements have; null if there is no such field. */
    static @Nullable String ofFields(Headers headers) throws MalformedMessage {
        String length = headers.get("Content-Length");
        if (length == null) {
            return null;
        }
        if (isNumber(length) && headers.all("Content-Length").size() == 1) {
            return length;
        }
        String one = null;
        for (String field : headers.all("Content-Length")) {
            for (String element : field.split(",", -1)) {
                String value = FieldSection.trimmed(element);
                if (!isNumber(value)) {
                    throw new MalformedMessage("the Content-Length is not a number: " + ParseRemarks.quoted(field));
                }
                if (one != null && !one.equals(value)) {
                    throw new MalformedMessage("two different values of Content-Length: " + one + " and " + value);
                }
                one = value;
            }
        }
        return one;
    }

    /** The number of bytes. */
    static long bytes(String length) throws MalformedMessage {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new MalformedMessage("the Content-Length is too large: " + ParseRemarks.quoted(length));
        }
    }

    /**
     * The fields with {@code length} in the first Content-Length and without a second one; the same object if they have it so
     * already.
     */
    static Headers once(Headers headers, String length) {
        List<String> all = headers.all("Content-Length");
        if (all.size() == 1 && all.get(0).equals(length)) {
            return headers;
        }
        Headers.Builder next = Headers.builder(headers.size());
        boolean seen = false;
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).equalsIgnoreCase("Content-Length")) {
                next.add(headers.name(i), headers.value(i));
            } else if (!seen) {
                next.add(headers.name(i), length);
                seen = true;
            }
        }
        return next.build();
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
