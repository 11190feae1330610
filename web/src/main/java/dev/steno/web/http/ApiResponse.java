package dev.steno.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The response to a request. Immutable.
 *
 * @param type the media type
 * @param headers further fields, in order
 * @param length of the body in bytes; {@link #UNKNOWN} if it is only known at the end
 * @param body writes the body
 */
public record ApiResponse(int status, String type, Map<String, String> headers, long length, Body body) {
    /** A length that is only known at the end. */
    public static final long UNKNOWN = -1;

    /** The media type of JSON in UTF-8 (RFC 8259, 8.1). */
    public static final String JSON = "application/json";

    /** The media type of one JSON value per line. */
    public static final String LINES = "application/x-ndjson";

    /** Writes a body. Runs on the thread of its request, and blocks while the client is slower. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the whole body.
         *
         * @throws IOException if the client has closed the connection, or the content cannot be read
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Returns a response whose body is complete. */
    public static ApiResponse of(int status, String type, byte[] content) {
        return new ApiResponse(status, type, Map.of(), content.length, out -> out.write(content));
    }

    /** Returns a response of JSON with status 200. */
    public static ApiResponse json(byte[] content) {
        return of(200, JSON, content);
    }

    /** Returns a response of text with status 200. */
    public static ApiResponse text(String type, String content) {
        return of(200, type, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a response without a body (204). */
    public static ApiResponse nothing() {
        return of(204, "", new byte[0]);
    }

    /** Returns a response whose body is written as it becomes known. */
    public static ApiResponse stream(String type, Body body) {
        return new ApiResponse(200, type, Map.of(), UNKNOWN, body);
    }

    /** Returns the same response with one more header field. */
    public ApiResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, type, more, length, body);
    }
}
