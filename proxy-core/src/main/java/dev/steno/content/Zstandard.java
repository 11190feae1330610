package dev.steno.content;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Keeps the Zstandard decoder's classes and its native library from being loaded before a body needs them. */
final class Zstandard {
    /** A content coding's window is at most 8 MiB (RFC 9659, 3): memory that a stranger can ask for. */
    private static final int WINDOW_LOG = 23;

    private Zstandard() {}

    static InputStream open(InputStream in) throws IOException {
        ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(in);
        decoder.setLongMax(WINDOW_LOG);
        return decoder;
    }
}
