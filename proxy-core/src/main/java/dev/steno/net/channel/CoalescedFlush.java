package dev.steno.net.channel;

import io.netty.channel.ChannelHandlerContext;

/**
 * Flushes a connection once for all streams that were written to in one iteration of the event loop: one read may carry frames
 * for many streams, and each separate flush would cost a system call and a TLS record. On the event loop.
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
