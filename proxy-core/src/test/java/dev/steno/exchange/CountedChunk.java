package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.exchange.body.Chunk;
import java.nio.charset.StandardCharsets;

/** A chunk that records whether it was released; fails on a second release and on a read after the first. */
final class CountedChunk implements Chunk {
    private final byte[] bytes;
    private boolean gone;

    CountedChunk(String text) {
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public void copyTo(int offset, byte[] target, int targetOffset, int length) {
        assertThat(gone).as("read after its release: " + text(this)).isFalse();
        System.arraycopy(bytes, offset, target, targetOffset, length);
    }

    @Override
    public void release() {
        assertThat(gone).as("released twice: " + text(this)).isFalse();
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** The bytes of a chunk as text; also works for a released chunk. */
    static String text(Chunk chunk) {
        byte[] bytes = new byte[chunk.size()];
        if (chunk instanceof CountedChunk counted) {
            bytes = counted.bytes;
        } else {
            chunk.copyTo(0, bytes, 0, bytes.length);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
