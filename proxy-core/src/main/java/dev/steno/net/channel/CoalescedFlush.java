package dev.steno.net.channel;

import io.netty.channel.ChannelHandlerContext;

/**
 * Flushes a connection once for all that its streams wrote in one turn of the event loop: a read may bring something for many
 * of them, and each flush of their connection would be a system call and a record of TLS of its own. On the event loop.
 */
public final class CoalescedFlush {
    private final ChannelHandlerContext connection;
    private boolean pending;

    public CoalescedFlush(ChannelHandlerContext connection) {
        this.connection = connection;
    }

    public void soon() {
        if (!pending) {
            pending = true;
            connection.channel().eventLoop().execute(this::now);
        }
    }

    private void now() {
        pending = false;
        connection.flush();
    }
}
