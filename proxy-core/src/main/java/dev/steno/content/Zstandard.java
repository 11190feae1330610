package dev.steno.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.steno.natives.ZstdLibrary;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps the Zstandard decoder's classes and its native library from being loaded before a body needs them. */
final class Zstandard {
    /** A content coding's window is at most 8 MiB (RFC 9659, 3): memory that a stranger can ask for. */
    private static final int WINDOW_LOG = 23;

    private Zstandard() {}

    static InputStream open(InputStream in) throws IOException {
        ZstdLibrary.load();
        ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(in);
        decoder.setLongMax(WINDOW_LOG);
        return new Frames(decoder);
    }

    /** Ends at what is no frame behind one that was, as the other codings do. */
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
