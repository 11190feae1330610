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

    /** From here on it serves an exchange, which is told what the server sends. Called once before {@link #release}. */
    void attach(UpstreamListener side, HttpExchange served);

    /** Whether a request for a WebSocket may be sent by it. */
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

    /** Whether what the server sent is being read just now, after which {@link UpstreamListener#flush} is called. */
    boolean isReading();

    /** Whether it takes more of the request at present; {@link UpstreamListener#updateReads} tells of changes. */
    boolean isWritable();

    /** Reads more of the response, or does not. */
    void read(boolean wanted);

    /** It serves nobody from here on. What becomes of the connection is up to the caller. */
    void detach();

    /** Serves nobody and leaves the channel: the handlers after it get the bytes of the stream that it has become. */
    void handOver();

    /** The exchange is over, or never was: keeps the connection for others if it may be, and closes it else. */
    void release();

    /** Ends it at once, in whatever state it is: closes the connection, or resets the stream. */
    void close();
}
