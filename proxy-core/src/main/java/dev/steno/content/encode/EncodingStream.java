package dev.steno.content.encode;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.steno.content.ContentDecoder;
import dev.steno.flow.Headers;
import dev.steno.natives.BrotliLibrary;
import dev.steno.natives.ZstdLibrary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies the content codings of a message to a body that is too large for the memory.
 *
 * @param plain takes the decoded body; its close ends the codings and closes what they were written to
 * @param note why the body has no coding although its message names some; null if it has those
 */
public record EncodingStream(OutputStream plain, @Nullable String note) {

    /**
     * Returns a stream whose bytes are written with the codings that a message names, or without any if one of them cannot
     * be written.
     *
     * @param to takes the encoded body
     */
    public static EncodingStream of(Headers headers, OutputStream to) throws IOException {
        List<String> codings = ContentDecoder.codings(headers);
        for (String name : codings) {
            if (CodingWriter.of(name) == null) {
                return new EncodingStream(
                        to,
                        "sent without the content coding " + String.join(", ", codings) + ", since " + name
                                + " cannot be written");
            }
        }
        OutputStream plain = to;
        for (int i = codings.size() - 1; i >= 0; i--) { // the last coding is written to the target
            plain = through(CodingWriter.of(codings.get(i)), plain);
        }
        return new EncodingStream(plain, null);
    }

    private static OutputStream through(@Nullable CodingWriter coding, OutputStream to) throws IOException {
        if (coding == CodingWriter.GZIP) {
            return new GZIPOutputStream(to);
        } else if (coding == CodingWriter.DEFLATE) {
            return new DeflaterOutputStream(to);
        } else if (coding == CodingWriter.BROTLI) {
            return Brotli.through(to);
        }
        return Zstandard.through(to);
    }

    /** A class of its own, so that the library is loaded only for a body that needs it. */
    private static final class Brotli {
        private Brotli() {}

        static OutputStream through(OutputStream to) throws IOException {
            Throwable failure = BrotliLibrary.load();
            if (failure != null) {
                throw new IOException("the Brotli library cannot be loaded on this system", failure);
            }
            return new BrotliOutputStream(to);
        }
    }

    /** As {@link Brotli}. */
    private static final class Zstandard {
        private Zstandard() {}

        static OutputStream through(OutputStream to) throws IOException {
            ZstdLibrary.load();
            return new ZstdOutputStream(to);
        }
    }
}
