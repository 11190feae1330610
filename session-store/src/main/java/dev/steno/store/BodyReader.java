package dev.steno.store;

import dev.steno.flow.Body;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads the bytes of bodies. Reads the disk unless a body is inline, so never on an event loop. */
public interface BodyReader {

    /** Reads bodies that are part of their flows, where nothing is recorded. Any thread. */
    BodyReader INLINE = new BodyReader() {
        @Override
        public InputStream body(Body body) {
            return body(body, 0);
        }

        @Override
        public InputStream body(Body body, long offset) {
            byte[] bytes = body instanceof Body.Inline inline ? inline.bytes() : new byte[0];
            int start = (int) Math.min(offset, bytes.length);
            return new ByteArrayInputStream(bytes, start, bytes.length - start);
        }
    };

    /**
     * Returns a body as transferred; it is read chunk by chunk. The stream throws {@link SessionException} if a chunk
     * that the flow counts is not stored, or not yet. Other calls of this reader may run while it is read.
     */
    InputStream body(Body body);

    /**
     * Returns a body as {@link #body(Body)} does, beginning at an offset. No byte before the offset is read.
     *
     * @param offset at least 0; behind the recorded bytes, the stream is empty
     */
    InputStream body(Body body, long offset) throws SessionException;
}
