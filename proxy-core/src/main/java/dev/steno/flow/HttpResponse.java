package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * A response as the server sent it. Immutable.
 *
 * @param version {@code HTTP/1.1}, {@code HTTP/2.0} for an HTTP/2 stream, {@code HTTP/3} for an HTTP/3 stream
 * @param status 100 to 999
 * @param reason as sent; may be empty
 * @param headers in order and case as sent, including hop-by-hop fields
 * @param trailers null if none were sent
 * @param started when its first byte was read, nanoseconds since the epoch
 * @param ended when its last byte was read, nanoseconds since the epoch; {@link Times#UNSET} before that
 */
public record HttpResponse(
        String version,
        int status,
        String reason,
        Headers headers,
        @Nullable Headers trailers,
        Body body,
        long started,
        long ended) {

    /**
     * A response that no server sent, made now.
     *
     * @param bytes the body; not copied, must not be modified
     */
    public static HttpResponse made(int status, Headers headers, byte[] bytes) {
        long now = Times.now();
        Body body = bytes.length == 0 ? Body.NONE : new Body.Inline(bytes);
        return new HttpResponse("HTTP/1.1", status, "", headers, null, body, now, now);
    }

    /** Returns a copy with other header fields, of which nothing else follows. */
    public HttpResponse withHeaders(Headers next) {
        return new HttpResponse(version, status, reason, next, trailers, body, started, ended);
    }

    /**
     * Returns a copy with another status.
     *
     * @param phrase the reason; may be empty
     */
    public HttpResponse withStatus(int next, String phrase) {
        return new HttpResponse(version, next, phrase, headers, trailers, body, started, ended).withPseudoFields();
    }

    /** This response with a {@code :status} that agrees with its status, if it has one; this object if it does. */
    public HttpResponse withPseudoFields() {
        String sent = headers.get(":status");
        String code = sent == null ? null : Integer.toString(status);
        return code == null || code.equals(sent) ? this : withHeaders(headers.set(":status", code));
    }

    /** Returns a copy with other trailers; null for none. */
    public HttpResponse withTrailers(@Nullable Headers next) {
        return new HttpResponse(version, status, reason, headers, next, body, started, ended);
    }

    /** Returns a copy with another body; Content-Length follows when it is sent. */
    public HttpResponse withBody(Body next) {
        return new HttpResponse(version, status, reason, headers, trailers, next, started, ended);
    }

    /** This response once it has ended. */
    public HttpResponse ended(Body whole, @Nullable Headers trailing, long time) {
        return new HttpResponse(version, status, reason, headers, trailing, whole, started, time);
    }
}
