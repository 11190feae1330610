package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * One exchange's way to a server: a whole HTTP/1 connection, or one stream of an HTTP/2 connection. Handed out by
 * an {@link UpstreamProvider}. On the event loop of the client's connection.
 */
public interface UpstreamStream {
    /** The connection's facts. */
    Peer peer();

    /** What carries the exchange: the connection of HTTP/1, the stream of HTTP/2. */
    Channel channel();

    /** Attaches an exchange, which receives what the server sends. Called once before {@link #release}. */
    void attach(UpstreamListener side, HttpExchange served);

    /** Whether it can carry a request that opens a WebSocket. */
    boolean carriesWebSockets();

    /** Runs once it is known whether it {@link #carriesWebSockets}, or the wait for that was long: at once, or later on its loop. */
    default void whenGreeted(Runnable action) {
        action.run();
    }

    /** Sends a head with the fields it is given; {@code body} says whether a body without Content-Length may follow. */
    void sendHead(HttpRequest head, boolean body);

    /** Takes the buffer over. */
    void sendData(ByteBuf data);

    void sendEnd(@Nullable Headers trailers);

    void flush();

    /** Whether a read from the server is in progress; {@link UpstreamListener#flush} is called at its end. */
    boolean isReading();

    /** Whether it is writable; {@link UpstreamListener#updateReads} is called on a change. */
    boolean isWritable();

    /** Turns reading of the response on or off. */
    void read(boolean wanted);

    /** Detaches the exchange. The caller decides what becomes of the connection. */
    void detach();

    /** Detaches the exchange and leaves the pipeline: the handlers after this one get the raw stream's bytes. */
    void handOver();

    /** The exchange is over or was never started: keeps the connection if it can be reused, and closes it otherwise. */
    void release();

    /** Aborts at once, in any state: closes the connection, or resets the stream. */
    void close();
}
