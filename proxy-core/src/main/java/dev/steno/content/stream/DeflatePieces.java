package dev.steno.content.stream;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** Decodes DEFLATE (RFC 1951), in the zlib wrapper (RFC 1950) or raw, as pieces arrive. */
final class DeflatePieces extends DecodingPieces {
    private Inflater inflater = new Inflater(true);
    private boolean begun;

    DeflatePieces() {
        super("deflate");
    }

    @Override
    int decode(byte[] into) throws IOException {
        if (!begun) {
            if (input.available() < 2) {
                return 0;
            }
            begun = true;
            if (startsZlib(input.bytes(), input.at())) {
                inflater.end();
                inflater = new Inflater();
            }
        }
        return inflate(inflater, input, into);
    }

    /** Whether this is a zlib header (RFC 1950, 2.2): method 8, a window of at most 32 KiB, a multiple of 31. */
    private static boolean startsZlib(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return (first & 0x0F) == 8 && first >> 4 <= 7 && (first << 8 | second) % 31 == 0;
    }

    /** Inflates; returns 0 if more input is needed, -1 at the end of the data, before which the input then stands. */
    static int inflate(Inflater inflater, Input input, byte[] into) throws IOException {
        try {
            if (inflater.needsInput()) {
                inflater.setInput(input.bytes(), input.at(), input.available());
            }
            int count = inflater.inflate(into);
            input.skipTo(input.bytes().length - inflater.getRemaining());
            if (count == 0 && inflater.needsDictionary()) {
                throw new ZipException("a preset dictionary is required, which HTTP cannot convey");
            }
            return count == 0 && inflater.finished() ? -1 : count;
        } catch (DataFormatException e) {
            throw e.getMessage() == null ? new ZipException("it is damaged") : new ZipException(e.getMessage());
        }
    }

    @Override
    boolean mayEnd() {
        return false;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
