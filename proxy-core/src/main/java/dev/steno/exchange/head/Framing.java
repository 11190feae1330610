package dev.steno.exchange.head;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives the length of a body from a message's fields, and the fields from a complete body (RFC 9112, 6). Pure
 * functions.
 */
public final class Framing {
    private static final byte[] NOTHING = new byte[0];

    private Framing() {}

    /** The Content-Length in bytes; -1 if it is missing, invalid or longer than 18 digits. */
    public static long contentLength(Headers headers) {
        String length = headers.get("Content-Length");
        if (length == null || length.isEmpty() || length.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length.length(); i++) {
            char digit = length.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = 10 * value + digit - '0';
        }
        return value;
    }

    /** Whether a response has no body, regardless of its fields (RFC 9112, 6.3). */
    public static boolean isBodiless(String method, int status) {
        return method.equals("HEAD") || status == 204 || status == 304 || status < 200 || opensTunnel(method, status);
    }

    /** Whether a response accepts a CONNECT: the bytes after its head belong to the tunnel (RFC 9110, 9.3.6). */
    public static boolean opensTunnel(String method, int status) {
        return status / 100 == 2 && method.equals("CONNECT");
    }

    /** The fields to send with a status; a status without content must not have a Content-Length (RFC 9110, 8.6). */
    public static Headers forStatus(String method, int status, Headers headers) {
        return status < 200 || status == 204 || opensTunnel(method, status)
                ? headers.without(name -> name.equalsIgnoreCase("Content-Length"))
                : headers;
    }

    /** The fields with this Content-Length and without Transfer-Encoding; the same object if nothing changes. */
    public static Headers withLength(Headers headers, long length) {
        String text = Long.toString(length);
        if (headers.all("Content-Length").equals(List.of(text)) && !headers.contains("Transfer-Encoding")) {
            return headers;
        }
        return headers.remove("Transfer-Encoding").set("Content-Length", text);
    }

    /**
     * The fields for a body that is sent in place of another. Without Content-Length if the length is unknown, or if
     * there are trailers, which HTTP/1 can send only after chunks.
     */
    public static Headers forBody(Headers headers, Body body, @Nullable Headers trailers) {
        boolean known = !(body instanceof Body.Source source) || source.source().length() >= 0;
        return known && (trailers == null || trailers.isEmpty())
                ? withLength(headers, body.trueSize())
                : headers.remove("Transfer-Encoding").remove("Content-Length");
    }

    /** The fields of an answer to a request with this method. */
    public static Headers forAnswer(HttpResponse answer, String method) {
        Headers headers = answer.headers();
        if (!isBodiless(method, answer.status())
                || method.equals("HEAD") && answer.body().trueSize() > 0 && contentLength(headers) < 0) {
            return forBody(headers, answer.body(), answer.trailers());
        }
        return headers;
    }

    /**
     * The fields of a message whose body was changed. Content-Length follows if the message had one. A chunked message
     * stays chunked, and one whose end its stream tells stays without a length, so that both keep their trailers.
     *
     * @param version of the message
     */
    public static Headers withChangedBody(Headers headers, String version, long length) {
        boolean framed = headers.contains("Transfer-Encoding") || !version.startsWith("HTTP/1.");
        return framed && !headers.contains("Content-Length") ? headers : withLength(headers, length);
    }

    /** The bytes of an inline body; none for any other. */
    public static byte[] bytes(Body body) {
        return body instanceof Body.Inline inline ? inline.bytes() : NOTHING;
    }
}
