package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.TraceMask;
import dev.steno.net.channel.TraceStep;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * Traces the messages on one of the two connections of an exchange: heads, bytes and ends, in both directions. Of a body, only
 * the chunks 1, 2, 4, 8 and so on are traced. While no trace is written, all exchanges share {@link #OFF}. On the connection's
 * event loop.
 */
public final class MessageTrace {
    /** Traces nothing. */
    public static final MessageTrace OFF = new MessageTrace(ConnectionTrace.OFF, null, MessageTrace.class);

    private final ConnectionTrace trace;
    private final @Nullable Channel channel;
    private final Class<?> by;
    private long chunksReceived;
    private long bytesReceived;
    private long chunksSent;
    private long bytesSent;
    private boolean paused;

    private MessageTrace(ConnectionTrace trace, @Nullable Channel channel, Class<?> by) {
        this.by = by;
        this.trace = trace;
        this.channel = channel;
    }

    /** The trace of a channel that carries one exchange at a time: a connection of HTTP/1, or a stream. */
    static MessageTrace of(ConnectionTrace trace, Channel channel) {
        return trace.isOn() ? new MessageTrace(trace, channel, HttpExchange.class) : OFF;
    }

    /** The trace of a channel whose bytes are relayed; its methods are given no exchange. */
    public static MessageTrace ofRelay(Channel channel, Object by) {
        ConnectionTrace trace = ConnectionTrace.of(channel);
        return trace.isOn() ? new MessageTrace(trace, channel, by.getClass()) : OFF;
    }

    /** The trace of the upstream connection of {@code client}, which is null if the exchange was detached. */
    public static MessageTrace of(@Nullable UpstreamListener client) {
        return client == null ? OFF : client.upstreamTrace();
    }

    public void headReceived(@Nullable HttpExchange exchange, HttpRequest head) {
        if (trace.isOn()) {
            chunksReceived = 0;
            bytesReceived = 0;
            step(TraceStep.HEAD_RECEIVED, exchange, line(head));
        }
    }

    public void headReceived(@Nullable HttpExchange exchange, HttpResponse head) {
        if (trace.isOn()) {
            chunksReceived = 0;
            bytesReceived = 0;
            step(TraceStep.HEAD_RECEIVED, exchange, head.version() + " " + head.status());
        }
    }

    void headSent(@Nullable HttpExchange exchange, HttpRequest head) {
        if (trace.isOn()) {
            chunksSent = 0;
            bytesSent = 0;
            step(TraceStep.HEAD_SENT, exchange, line(head));
        }
    }

    void headSent(@Nullable HttpExchange exchange, HttpResponse head) {
        if (trace.isOn()) {
            chunksSent = 0;
            bytesSent = 0;
            step(TraceStep.HEAD_SENT, exchange, String.valueOf(head.status()));
        }
    }

    public void dataReceived(@Nullable HttpExchange exchange, int bytes) {
        if (trace.isOn()) {
            bytesReceived += bytes;
            if (isShown(++chunksReceived)) {
                step(TraceStep.DATA_RECEIVED, exchange, soFar(bytesReceived, chunksReceived));
            }
        }
    }

    void dataSent(@Nullable HttpExchange exchange, int bytes) {
        if (trace.isOn()) {
            bytesSent += bytes;
            if (isShown(++chunksSent)) {
                step(TraceStep.DATA_SENT, exchange, soFar(bytesSent, chunksSent));
            }
        }
    }

    public void endReceived(@Nullable HttpExchange exchange, @Nullable Headers trailers) {
        if (trace.isOn()) {
            step(TraceStep.END_RECEIVED, exchange, soFar(bytesReceived, chunksReceived) + with(trailers));
        }
    }

    void endSent(@Nullable HttpExchange exchange, @Nullable Headers trailers) {
        if (trace.isOn()) {
            step(TraceStep.END_SENT, exchange, soFar(bytesSent, chunksSent) + with(trailers));
        }
    }

    /** Reading of the channel is on or off; only a change is traced. */
    public void reads(@Nullable HttpExchange exchange, boolean read, boolean admitted, boolean held, boolean taken) {
        if (trace.isOn() && read == paused) {
            paused = !read;
            String why = !admitted
                    ? "the store does not keep up"
                    : held
                            ? "the exchange holds it"
                            : taken ? "nothing more is needed" : "the other side takes no more";
            step(read ? TraceStep.READING_RESUMED : TraceStep.READING_PAUSED, exchange, read ? "" : why);
        }
    }

    public void step(TraceStep step, @Nullable HttpExchange exchange, String detail) {
        if (trace.isOn() && channel != null) {
            String stream = stream(channel);
            String separator = stream.isEmpty() || detail.isEmpty() ? "" : ": ";
            long flow = exchange == null ? 0 : exchange.flow().id();
            trace.step(step, by, flow, stream + separator + detail);
        }
    }

    private static String stream(Channel channel) {
        if (channel instanceof Http2StreamChannel one && one.stream() != null) {
            int id = one.stream().id();
            return id > 0 ? "stream " + id : "new stream"; // it gets its number when its head is sent
        }
        return channel instanceof QuicStreamChannel one ? "stream " + one.streamId() : "";
    }

    boolean isOn() {
        return trace.isOn();
    }

    private static boolean isShown(long chunk) {
        return (chunk & chunk - 1) == 0;
    }

    private static String soFar(long bytes, long chunks) {
        return bytes + " bytes in " + chunks + (chunks == 1 ? " chunk" : " chunks");
    }

    private static String with(@Nullable Headers trailers) {
        return trailers == null ? "" : ", " + trailers.size() + " trailer fields";
    }

    /**
     * The request's line without possible secrets. A URL of the domain has no user information. A target that could
     * not be parsed may have some: it is kept whole, as a path that does not begin with a slash.
     */
    private static String line(HttpRequest head) {
        boolean parsed = head.path().startsWith("/") || head.path().indexOf('@') < 0;
        String url = parsed && !head.host().isEmpty() ? head.url() : TraceMask.beforeAt(head.path());
        return head.method() + " " + TraceMask.url(url) + " " + head.version();
    }
}
