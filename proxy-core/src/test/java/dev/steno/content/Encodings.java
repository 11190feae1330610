package dev.steno.content;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Applies content codings, for tests that remove them. */
enum Encodings {
    GZIP("gzip", data -> through(data, GZIPOutputStream::new)),
    X_GZIP("x-gzip", data -> through(data, GZIPOutputStream::new)),
    DEFLATE("deflate", data -> through(data, DeflaterOutputStream::new)),
    RAW_DEFLATE("Deflate", data -> through(data, out -> new DeflaterOutputStream(out, new Deflater(9, true)))),
    BROTLI("br", Encodings::storedBrotli),
    ZSTD("zstd", Zstd::compress),
    IDENTITY("identity", data -> data);

    private final String coding;
    private final Function<byte[], byte[]> encoder;

    Encodings(String coding, Function<byte[], byte[]> encoder) {
        this.coding = coding;
        this.encoder = encoder;
    }

    String coding() {
        return coding;
    }

    byte[] encode(byte[] data) {
        return encoder.apply(data);
    }

    private interface Wrapper {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    private static byte[] through(byte[] data, Wrapper wrapper) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrapper.wrap(bytes)) {
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Uncompressed meta-blocks of up to 65,536 bytes (RFC 7932, 9.2), then an empty last one. */
    private static byte[] storedBrotli(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 1; // WBITS 16 is one bit, 0, that stands before the first header.
        for (int from = 0; from < data.length; from += 65_536) {
            int length = Math.min(65_536, data.length - from);
            // ISLAST 0, MNIBBLES 00, MLEN - 1 in sixteen bits, ISUNCOMPRESSED 1
            int header = (length - 1) << 3 | 1 << 19;
            header <<= bits;
            bits = 0;
            out.write(header);
            out.write(header >> 8);
            out.write(header >> 16);
            out.write(data, from, length);
        }
        // ISLAST 1, ISLASTEMPTY 1
        out.write(3 << bits);
        return out.toByteArray();
    }
}
