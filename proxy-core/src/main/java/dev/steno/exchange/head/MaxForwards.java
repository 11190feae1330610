package dev.steno.exchange.head;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Implements Max-Forwards of TRACE and OPTIONS (RFC 9110, 7.6.2): decrements the value, or answers in place of the
 * server if it is 0. The record keeps the value that the client sent. Pure functions.
 */
public final class MaxForwards {
    private static final String FIELD = "Max-Forwards";

    /** The largest forwarded value; larger ones are reduced to it. */
    private static final int LARGEST = 999_999_999;

    private MaxForwards() {}

    /** The fields with the decremented value; the same object if there is nothing to decrement. */
    public static Headers counted(HttpRequest head, Headers fields) {
        int left = left(head);
        if (left < 0) {
            return fields;
        }
        Headers.Builder next = Headers.builder(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            boolean counts = fields.name(i).equalsIgnoreCase(FIELD);
            next.add(fields.name(i), counts ? Integer.toString(Math.max(0, left - 1)) : fields.value(i));
        }
        return next.build();
    }

    /** The answer to a request that must not be forwarded; null if the request may be. */
    public static @Nullable HttpResponse answer(HttpRequest head) {
        if (left(head) != 0) {
            return null;
        }
        boolean trace = head.method().equals("TRACE");
        byte[] body = trace ? seen(head).getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        Headers headers = trace
                ? Headers.of("Content-Type", "message/http")
                : Headers.of("Allow", "CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE");
        long now = Times.now();
        return new HttpResponse("HTTP/1.1", 200, "OK", headers, null, new Body.Inline(body), now, now);
    }

    /** The number of times that the request may still be forwarded; -1 if unlimited, or if the value is invalid. */
    private static int left(HttpRequest head) {
        if (!head.method().equals("TRACE") && !head.method().equals("OPTIONS")) {
            return -1;
        }
        String value = head.headers().get(FIELD);
        if (value == null || value.isEmpty()) {
            return -1;
        }
        long left = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            left = Math.min(LARGEST + 1L, 10 * left + digit - '0');
        }
        return (int) left;
    }

    /** The received request without its sensitive fields (RFC 9110, 9.3.8). */
    private static String seen(HttpRequest head) {
        Headers shown = head.headers()
                .without(name -> name.startsWith(":")
                        || name.equalsIgnoreCase("Authorization")
                        || name.equalsIgnoreCase("Proxy-Authorization")
                        || name.equalsIgnoreCase("Cookie"));
        return head.method() + " " + head.url() + " " + head.version() + "\r\n" + shown + "\r\n";
    }
}
