package dev.steno.exchange.wire;

import dev.steno.addon.End;
import dev.steno.exchange.body.Chunk;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocketSource;
import org.jspecify.annotations.Nullable;

/**
 * The outbound port of an exchange: the client's connection and the connection to the server. Implemented by the
 * network code. Called on the event loop only; no call blocks. Heads are sent with exactly the given fields; the wire
 * adds the framing (RFC 9112, 6).
 *
 * <p>Re-entrancy: {@link #connectUpstream}, each {@code send} and each {@code hold} may call the exchange before it
 * returns, the first with its result, the others to report a broken connection. The exchange therefore checks its state
 * again after each of them. {@link #abortUpstream}, {@link #abortClient} and {@link #exchangeDone} never call the
 * exchange.
 */
public interface Wire {

    /**
     * Requests a connection to the server. Calls either {@link dev.steno.exchange.HttpExchange#upstreamReady} or {@link
     * dev.steno.exchange.HttpExchange#upstreamFailed} once, possibly before this method returns.
     *
     * @param tls whether the connection uses TLS
     * @param fresh whether a kept-alive connection must not be reused
     */
    void connectUpstream(Endpoint target, boolean tls, boolean fresh);

    /** Takes the place of a connection to the server of a WebSocket, which is about to be accepted. */
    void playServer(WebSocketSource server);

    /** Sends the request line and fields; the body and trailers of {@code head} are ignored. */
    void sendRequestHead(HttpRequest head);

    /** Sends a part of the request's body. Takes ownership of the chunk. */
    void sendRequestData(Chunk chunk);

    /** @param trailers null if there are none */
    void sendRequestEnd(@Nullable Headers trailers);

    /** Sends a 1xx response; a final response follows. */
    void sendInterim(HttpResponse interim);

    /** Sends the status line and fields; the body and trailers of {@code head} are ignored. */
    void sendResponseHead(HttpResponse head);

    /** Sends a part of the response's body. Takes ownership of the chunk. */
    void sendResponseData(Chunk chunk);

    /** @param trailers null if there are none */
    void sendResponseEnd(@Nullable Headers trailers);

    /** Pauses or resumes reading of the request. */
    void holdRequest(boolean held);

    /** Pauses or resumes reading of the response. */
    void holdResponse(boolean held);

    /** Closes the connection to the server, which is in an unknown state and must not be reused. */
    void abortUpstream();

    /**
     * Ends the response abruptly, so that the client can tell that it is incomplete.
     *
     * @param end how; what concerns a message, such as {@link End.Page} or {@link End.Truncate}, closes, since the exchange
     *     sends what it asks for
     */
    void abortClient(End end);

    /** Both messages were forwarded completely; the connections may be reused. Called at most once, last. */
    void exchangeDone();
}
