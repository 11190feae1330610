package dev.steno.content;

import java.io.IOException;
import java.io.InputStream;
import org.brotli.dec.BrotliInputStream;

/** Keeps the Brotli decoder's classes from being loaded before a body needs them. */
final class Brotli {
    private Brotli() {}

    static InputStream open(InputStream in) throws IOException {
        return new BrotliInputStream(in);
    }
}
