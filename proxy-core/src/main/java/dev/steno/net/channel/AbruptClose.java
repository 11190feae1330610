package dev.steno.net.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends a connection, or a stream that acts as one, in ways that no orderly peer would. On its event loop. */
public final class AbruptClose {
    /** Neither a status line nor the size of a chunk, a TLS record or a frame of a WebSocket from a server. */
    private static final byte[] GARBAGE = {0, -1, 'g', 'a', 'r', 'b', 'a', 'g', 'e', '\r', '\n', '\r', '\n'};

    private AbruptClose() {}

    /** Resets the connection or stream at once: what is queued is not sent, nor is the end of TLS. */
    public static void reset(Channel channel) {
        if (channel instanceof SocketChannel socket && channel.isOpen()) {
            socket.config().setSoLinger(0); // RST
        }
        channel.unsafe().close(channel.newPromise()); // past the handlers, which would end the stream in order
    }

    /** Leaves the connection open until the peer closes it, or for a time. The caller discards what is read. */
    public static void hang(Channel channel, Duration limit) {
        ChannelTimer.closeAfter(channel, limit.toMillis(), TimeUnit.MILLISECONDS, () -> reset(channel));
    }

    /** Bytes that are not of any protocol. */
    public static ByteBuf garbage() {
        return Unpooled.wrappedBuffer(GARBAGE).asReadOnly();
    }
}
