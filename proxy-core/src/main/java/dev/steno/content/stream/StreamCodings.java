package dev.steno.content.stream;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.steno.content.ContentDecoder;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.natives.BrotliLibrary;
import dev.steno.natives.ZstdLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The transforms that remove and apply the codings of a message: gzip, deflate (with its zlib wrapper), br, zstd, and
 * stacks of them. Stateless.
 */
public final class StreamCodings {
    /** Upper bound on the codings of one body. */
    private static final int DEPTH = 8;

    private static final int BUFFER = 8192;
    private static final int BROTLI_QUALITY = 5;
    private static final int ZSTD_LEVEL = 3;

    private StreamCodings() {}

    /** Whether all codings of a message can be removed, and applied again. */
    public static boolean areKnown(Headers headers) {
        List<String> codings = ContentDecoder.codings(headers);
        return codings.size() <= DEPTH && codings.stream().allMatch(StreamCodings::isKnown);
    }

    private static boolean isKnown(String coding) {
        return switch (coding) {
            case "gzip", "x-gzip", "deflate", "br", "zstd" -> true;
            default -> false;
        };
    }

    /**
     * A transform of the decoded body as one of the body as it is sent.
     *
     * @param headers those of the message, whose codings are known
     * @throws IOException if a coding is not available on this system
     */
    public static BodyTransform around(BodyTransform plain, Headers headers) throws IOException {
        List<BodyTransform> parts = decoders(headers);
        parts.add(plain);
        parts.add(encoder(headers));
        return new TransformChain(parts);
    }

    /**
     * Removes the codings of a message, which are known.
     *
     * @throws IOException if a coding is not available on this system
     */
    public static BodyTransform decoder(Headers headers) throws IOException {
        return new TransformChain(decoders(headers));
    }

    private static List<BodyTransform> decoders(Headers headers) throws IOException {
        List<String> outermostFirst = new ArrayList<>(ContentDecoder.codings(headers));
        Collections.reverse(outermostFirst);
        List<BodyTransform> parts = new ArrayList<>();
        for (String coding : outermostFirst) {
            parts.add(decoder(coding));
        }
        return parts;
    }

    /**
     * Applies the codings of a message, which are known.
     *
     * @throws IOException if a coding is not available on this system
     */
    public static BodyTransform encoder(Headers headers) throws IOException {
        List<BodyTransform> parts = new ArrayList<>();
        for (String coding : ContentDecoder.codings(headers)) {
            parts.add(encoder(coding));
        }
        return new TransformChain(parts);
    }

    private static BodyTransform decoder(String coding) throws IOException {
        return switch (coding) {
            case "deflate" -> new DeflatePieces();
            case "br" -> new BrotliPieces();
            case "zstd" -> new ZstdPieces();
            default -> new GzipPieces();
        };
    }

    private static BodyTransform encoder(String coding) throws IOException {
        return switch (coding) {
            case "deflate" -> new EncodingPieces(to -> new DeflaterOutputStream(to, true));
            case "br" -> Brotli.encoder();
            case "zstd" -> Zstandard.encoder();
            default -> new EncodingPieces(to -> new GZIPOutputStream(to, BUFFER, true));
        };
    }

    /** A class of its own, so that the library is loaded only for a body that needs it. */
    private static final class Brotli {
        private Brotli() {}

        static BodyTransform encoder() throws IOException {
            Throwable failure = BrotliLibrary.load();
            if (failure != null) {
                throw new IOException("the Brotli library cannot be loaded on this system", failure);
            }
            return new EncodingPieces(
                    to -> new BrotliOutputStream(to, new Encoder.Parameters().setQuality(BROTLI_QUALITY)));
        }
    }

    /** As {@link Brotli}. */
    private static final class Zstandard {
        private Zstandard() {}

        static BodyTransform encoder() throws IOException {
            ZstdLibrary.load();
            return new EncodingPieces(to -> new ZstdOutputStreamNoFinalizer(to, ZSTD_LEVEL));
        }
    }
}
