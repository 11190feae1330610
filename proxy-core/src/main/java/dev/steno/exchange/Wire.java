package dev.steno.exchange;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange asks of the two connections that carry it. All calls on the event loop, none blocks. Heads are sent with
 * the fields they are given; framing (RFC 9112, 6) is the wire's.
 *
 * <p>A call that connects, sends or holds may report a broken connection to the exchange before it returns; an abort and
 * {@link #exchangeDone} call nothing of this exchange.
 */
public interface Wire {

    /**
     * Asks for a connection to the server; {@link HttpExchange#upstreamReady} or {@link HttpExchange#upstreamFailed}
     * answers, possibly before this method returns.
     *
     * @param fresh whether a kept-alive connection must not be used again
     */
    void connectUpstream(Endpoint target, boolean tls, boolean fresh);

    void sendRequestHead(HttpRequest head);

    /** Takes the chunk over. */
    void sendRequestData(Chunk chunk);

    void sendRequestEnd(@Nullable Headers trailers);

    /** A 1xx response, to be followed by others. */
    void sendInterim(HttpResponse interim);

    void sendResponseHead(HttpResponse head);

    /** Takes the chunk over. */
    void sendResponseData(Chunk chunk);

    void sendResponseEnd(@Nullable Headers trailers);

    /** Stops or allows reading more of the request. */
    void holdRequest(boolean held);

    /** Stops or allows reading more of the response. */
    void holdResponse(boolean held);

    /** The server's connection is of no further use to this exchange and in an unknown state: closes it. */
    void abortUpstream();

    /** The client cannot be given a whole response any more: closes its connection so that it knows. */
    void abortClient();

    /** Both messages passed whole. */
    void exchangeDone();
}
