package dev.steno.net.channel;

import dev.steno.addon.End;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
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

    /**
     * Ends a connection for its client. Returns false for an end that is a close, which is up to the caller. After an
     * {@link End.Hang} the caller discards what is read, and closes when the client does.
     *
     * @param patience how long a connection hangs
     */
    public static boolean end(Channel client, End how, Duration patience) {
        if (how instanceof End.Hang) {
            ChannelTimer.closeAfter(client, patience.toMillis(), TimeUnit.MILLISECONDS, () -> reset(client));
        } else if (how instanceof End.Reset) {
            reset(client);
        } else if (how instanceof End.Garbage || how instanceof End.Malformed) {
            client.writeAndFlush(Unpooled.wrappedBuffer(GARBAGE).asReadOnly()).addListener(ChannelFutureListener.CLOSE);
        } else {
            return false;
        }
        return true;
    }
}
