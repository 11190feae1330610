package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * A response as the server sent it. Immutable; any thread.
 *
 * @param version such as {@code HTTP/1.1}; {@code HTTP/2.0} for a stream of HTTP/2
 * @param status 100 to 999
 * @param reason the reason phrase as sent; may be empty
 * @param headers in order and case as sent, including hop-by-hop fields
 * @param trailers null if none were sent
 * @param started arrival of the first byte, nanoseconds since the epoch
 * @param ended arrival of the last byte, nanoseconds since the epoch; {@link Times#UNSET} until then
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

    public HttpResponse withHeaders(Headers next) {
        return new HttpResponse(version, status, reason, next, trailers, body, started, ended);
    }

    public HttpResponse withStatus(int next, String phrase) {
        return new HttpResponse(version, next, phrase, headers, trailers, body, started, ended);
    }

    public HttpResponse withBody(Body next) {
        return new HttpResponse(version, status, reason, headers, trailers, next, started, ended);
    }

    /** A copy as of the response's end, with its final body and trailers. */
    public HttpResponse ended(Body whole, @Nullable Headers trailing, long time) {
        return new HttpResponse(version, status, reason, headers, trailing, whole, started, time);
    }
}
