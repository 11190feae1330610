package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Carries one exchange to a server: a whole HTTP/1 connection, or one stream of an HTTP/2 connection. Handed out by an
 * {@link UpstreamProvider}. On the event loop of the client's connection.
 */
public interface UpstreamStream {
    /** The connection's facts. */
    Peer peer();

    /** The channel that carries the exchange: the connection in HTTP/1, the stream in HTTP/2. */
    Channel channel();

    /** Attaches an exchange, which receives the server's response. Called once before {@link #releaseExchange}. */
    void attach(UpstreamListener side, HttpExchange served);

    /** Whether it can carry a request that opens a WebSocket. */
    boolean carriesWebSockets();

    /**
     * Runs {@code action} once {@link #carriesWebSockets} is known or a timeout has passed: before it returns, or later on its
     * loop.
     */
    default void whenGreeted(Runnable action) {
        action.run();
    }

    /**
     * Sends a head.
     *
     * @param body whether a body without Content-Length may follow
     */
    void sendHead(HttpRequest head, boolean body);

    /** Takes ownership of the buffer. */
    void sendData(ByteBuf data);

    void sendEnd(@Nullable Headers trailers);

    void flush();

    /** Whether a read from the server is in progress; {@link UpstreamListener#flush} is called at its end. */
    boolean isReading();

    /** Whether it is writable; {@link UpstreamListener#updateReads} is called on a change. */
    boolean isWritable();

    /** Turns reading of the response on or off. */
    void read(boolean wanted);

    /** Detaches the exchange. The caller then releases or closes the connection. */
    void detach();

    /** Detaches the exchange and leaves the pipeline: the bytes of the raw stream are passed to the handlers after this one. */
    void handOver();

    /** The exchange is over or was never started: keeps the connection if it can be reused, and closes it otherwise. */
    void releaseExchange();

    /** Aborts at once, in any state: closes the connection, or resets the stream. */
    void close();
}
