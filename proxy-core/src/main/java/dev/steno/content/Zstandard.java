package dev.steno.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.steno.natives.ZstdLibrary;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Creates Zstandard decoders. A separate class, so that the library's classes and native code are loaded only when a
 * body needs them. Stateless; any thread.
 */
final class Zstandard {
    /**
     * Binary logarithm of the largest accepted window: 8 MiB for a content coding (RFC 9659, 3). The sender chooses the
     * window, and thereby the memory that decoding takes.
     */
    private static final int WINDOW_LOG = 23;

    private Zstandard() {}

    static InputStream open(InputStream in) throws IOException {
        ZstdLibrary.load();
        ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(in);
        decoder.setLongMax(WINDOW_LOG);
        return new Frames(decoder);
    }

    /**
     * Reads a sequence of frames. If a complete frame is followed by anything but another frame, the stream ends there,
     * as with the other codings.
     */
    private static final class Frames extends FilterInputStream {
        private boolean any;

        Frames(InputStream decoder) {
            super(decoder);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = in.read(into, offset, length);
                any |= read > 0;
                return read;
            } catch (ZstdIOException e) {
                if (any && e.getErrorCode() == Zstd.errPrefixUnknown()) {
                    return -1;
                }
                throw e;
            }
        }
    }
}
