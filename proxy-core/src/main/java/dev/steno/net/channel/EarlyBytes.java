package dev.steno.net.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Buffers the bytes that a connection receives before the handler that reads them is known. They are joined, inspected, and finally
 * passed on to that handler or released. Owned by one handler, which limits the number of bytes; on its event loop.
 */
public final class EarlyBytes {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** Appends {@code data} and takes ownership of it. */
    public void append(ChannelHandlerContext context, ByteBuf data) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), bytes, data);
    }

    /**
     * The queued bytes, to be read in place; they stay owned by this object, and the next {@link #append} may replace the
     * buffer.
     */
    public ByteBuf peek() {
        return bytes;
    }

    /** Whether no byte is queued. */
    public boolean isEmpty() {
        return !bytes.isReadable();
    }

    /** The number of queued bytes. */
    public int size() {
        return bytes.readableBytes();
    }

    /** The first byte; there must be one. */
    public byte first() {
        return bytes.getByte(bytes.readerIndex());
    }

    /** Gives the queued bytes to the caller, who must release them; nothing is queued afterwards. */
    public ByteBuf takeBytes() {
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /**
     * Passes the queued bytes, if there are any, to the handler after {@code context} as one complete read. That handler may
     * call back into the owner before this method returns.
     */
    public void passOn(ChannelHandlerContext context) {
        ByteBuf taken = takeBytes();
        if (taken.isReadable()) {
            context.fireChannelRead(taken);
            context.fireChannelReadComplete();
        } else {
            taken.release();
        }
    }

    /** Releases the queued bytes; may be called more than once. */
    public void releaseBytes() {
        takeBytes().release();
    }
}
