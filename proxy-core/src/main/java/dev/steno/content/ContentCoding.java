package dev.steno.content;

import dev.steno.content.ContentCodingException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** The supported content codings, by their registered names (RFC 9110, 18.6). */
enum ContentCoding {
    GZIP("gzip") {
        @Override
        InputStream open(PushbackInputStream in) throws IOException {
            return new GzipStream(in);
        }
    },
    DEFLATE("deflate") {
        @Override
        InputStream open(PushbackInputStream in) throws IOException {
            return new DeflateStream(in, !startsZlib(in));
        }
    },
    BROTLI("br") {
        @Override
        InputStream open(PushbackInputStream in) throws IOException {
            return BrotliStream.open(in);
        }
    },
    ZSTD("zstd") {
        @Override
        InputStream open(PushbackInputStream in) throws IOException {
            return Zstandard.open(in);
        }
    };

    /** Size of the push-back buffer, in bytes, that a stream passed to {@link #open} must have. */
    static final int LOOKAHEAD = 2;

    private final String label;

    ContentCoding(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The decoded bytes of a non-empty stream. */
    abstract InputStream open(PushbackInputStream in) throws IOException;

    static ContentCoding of(String name) throws ContentCodingException {
        return switch (name) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "br" -> BROTLI;
            case "zstd" -> ZSTD;
            default ->
                throw new ContentCodingException(
                        Reason.UNKNOWN,
                        name,
                        "the content coding \"" + name
                                + "\" is not supported; supported are gzip, deflate, br and zstd",
                        null);
        };
    }

    /** Whether a zlib header follows (RFC 1950, 2.2): method 8, a window of at most 32 KiB, a multiple of 31. */
    private static boolean startsZlib(PushbackInputStream in) throws IOException {
        int first = in.read();
        int second = in.read();
        if (second >= 0) {
            in.unread(second);
        }
        in.unread(first);
        return second >= 0 && (first & 0x0F) == 8 && first >> 4 <= 7 && (first << 8 | second) % 31 == 0;
    }
}
