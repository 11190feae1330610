package dev.steno.content.encode;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import dev.steno.natives.BrotliLibrary;
import dev.steno.natives.ZstdLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The content codings that can be written (RFC 9110, 18.6). The levels are those of servers that encode as they send. */
enum CodingWriter {
    GZIP {
        @Override
        byte[] encode(byte[] plain) throws IOException {
            return through(plain, GZIPOutputStream::new);
        }
    },
    DEFLATE {
        @Override
        byte[] encode(byte[] plain) throws IOException {
            return through(plain, DeflaterOutputStream::new);
        }
    },
    BROTLI {
        @Override
        byte[] encode(byte[] plain) throws IOException {
            return Brotli.encode(plain);
        }
    },
    ZSTD {
        @Override
        byte[] encode(byte[] plain) throws IOException {
            return Zstandard.encode(plain);
        }
    };

    /** Returns null for a coding that cannot be written; the name is in lower case. */
    static @Nullable CodingWriter of(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "br" -> BROTLI;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    /** @throws IOException if the encoder is not available on this system */
    abstract byte[] encode(byte[] plain) throws IOException;

    private interface Wrapper {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    private static byte[] through(byte[] plain, Wrapper wrapper) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2 + 64);
        try (OutputStream out = wrapper.wrap(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    /** A class of its own, so that the library is loaded only for a body that needs it. */
    private static final class Brotli {
        private static final int QUALITY = 5;

        private Brotli() {}

        static byte[] encode(byte[] plain) throws IOException {
            Throwable failure = BrotliLibrary.load();
            if (failure != null) {
                throw new IOException("the Brotli library cannot be loaded on this system", failure);
            }
            return Encoder.compress(plain, new Encoder.Parameters().setQuality(QUALITY));
        }
    }

    /** As {@link Brotli}. The window of level 3 is far below the 8 MiB that a recipient must accept (RFC 9659, 3). */
    private static final class Zstandard {
        private static final int LEVEL = 3;

        private Zstandard() {}

        static byte[] encode(byte[] plain) throws IOException {
            ZstdLibrary.load();
            return Zstd.compress(plain, LEVEL);
        }
    }
}
