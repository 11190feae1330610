package dev.steno.net.channel;

import dev.steno.exchange.body.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A part of a body in a Netty buffer, which it owns. */
public record ByteBufChunk(ByteBuf buffer) implements Chunk {

    @Override
    public int size() {
        return buffer.readableBytes();
    }

    @Override
    public void copyTo(int offset, byte[] target, int targetOffset, int length) {
        buffer.getBytes(buffer.readerIndex() + offset, target, targetOffset, length);
    }

    @Override
    public void release() {
        buffer.release();
    }

    /** The buffer to write for a chunk of any kind; takes ownership of the chunk, and the caller owns the buffer. */
    public static ByteBuf unwrap(Chunk chunk) {
        if (chunk instanceof ByteBufChunk piece) {
            return piece.buffer;
        }
        byte[] bytes = new byte[chunk.size()];
        chunk.copyTo(0, bytes, 0, bytes.length);
        chunk.release();
        return Unpooled.wrappedBuffer(bytes);
    }
}
