package dev.steno.interop.json;

import java.io.IOException;

/** Takes the characters of a string as UTF-8, in pieces that may end within a character. */
@FunctionalInterface
public interface Utf8Sink {
    /** @param from is used again after the call */
    void write(byte[] from, int offset, int length) throws IOException;
}
