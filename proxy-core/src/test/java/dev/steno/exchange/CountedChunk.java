package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** A chunk that knows whether it was released, and fails on a second release. */
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
        assertThat(gone).as("read after it was let go: " + text(this)).isFalse();
        System.arraycopy(bytes, offset, target, targetOffset, length);
    }

    @Override
    public void release() {
        assertThat(gone).as("let go twice: " + text(this)).isFalse();
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** The bytes of any chunk as text, even of a released one. */
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
