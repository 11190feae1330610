package dev.steno.content.stream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.steno.natives.ZstdLibrary;
import java.io.IOException;

/** Decodes Zstandard (RFC 8878) as pieces arrive, with the native library. */
final class ZstdPieces extends DecodingPieces {
    /** Binary logarithm of the largest accepted window: 8 MiB for a content coding (RFC 9659, 3). */
    private static final int WINDOW_LOG = 23;

    private final ZstdInputStreamNoFinalizer decoder;
    private boolean any;

    ZstdPieces() throws IOException {
        super("zstd");
        ZstdLibrary.load();
        decoder = new ZstdInputStreamNoFinalizer(input);
        decoder.setLongMax(WINDOW_LOG);
        decoder.setContinuous(true); // an input that is used up has not ended
    }

    @Override
    int decode(byte[] into) throws IOException {
        try {
            int count = decoder.read(into, 0, into.length);
            any |= count > 0;
            return Math.max(count, 0);
        } catch (ZstdIOException e) {
            if (any && e.getErrorCode() == Zstd.errPrefixUnknown()) {
                return -1; // what follows a complete frame is no frame
            }
            throw e;
        }
    }

    @Override
    boolean mayEnd() {
        decoder.setContinuous(false);
        try {
            return decoder.read(new byte[1], 0, 1) < 0;
        } catch (IOException truncated) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            decoder.close();
        } catch (IOException e) {
            // it reads from memory
        }
    }
}
