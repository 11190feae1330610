package dev.steno.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
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
    BROTLI("br", Encodings::brotli),
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

    /** At the best quality, but for what would take half a second. */
    private static byte[] brotli(byte[] data) {
        Brotli4jLoader.ensureAvailability();
        try {
            return Encoder.compress(data, new Encoder.Parameters().setQuality(data.length > 1 << 14 ? 5 : 11));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
