package dev.steno.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps the Brotli decoder's classes and its native library from being loaded before a body needs them. */
final class Brotli {
    /** How much is read at a time: what comes of the piece in which a body turns bad is lost. */
    private static final int PIECE = 64;

    private Brotli() {}

    static InputStream open(InputStream in) throws IOException {
        if (!Brotli4jLoader.isAvailable()) {
            throw new IOException(
                    "its decoder cannot be loaded on this system", Brotli4jLoader.getUnavailabilityCause());
        }
        BrotliInputStream decoder = new BrotliInputStream(in, PIECE);
        decoder.enableEagerOutput(); // what came of a body that is not whole is handed out before its end is missed
        return new Ready(decoder);
    }

    /** Asks for no more than stands ready, since the decoder that fails within a read keeps what it had for it. */
    private static final class Ready extends FilterInputStream {
        Ready(InputStream decoder) {
            super(decoder);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int ready = in.available();
            return in.read(into, offset, ready == 0 ? 1 : Math.min(ready, length));
        }
    }
}
