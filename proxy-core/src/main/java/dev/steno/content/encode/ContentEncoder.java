package dev.steno.content.encode;

import dev.steno.content.ContentDecoder;
import dev.steno.flow.Headers;
import java.io.IOException;
import java.util.List;

/**
 * Applies the content codings that a message names: gzip, deflate (with its zlib wrapper), br, zstd, and stacks of them.
 * Pure functions, but for the load of native encoders.
 */
public final class ContentEncoder {
    /** Upper bound on the codings of one body, as of the decoder. */
    private static final int DEPTH = 8;

    private ContentEncoder() {}

    /**
     * Encodes a body as its message says. If a coding cannot be written, the body has none, and Content-Encoding is
     * dropped. An empty body stays empty: a response to HEAD names a coding as well.
     *
     * @param plain the decoded body
     * @param headers the fields of its message
     */
    public static EncodedBody encode(byte[] plain, Headers headers) {
        List<String> codings = ContentDecoder.codings(headers);
        if (codings.isEmpty() || plain.length == 0) {
            return new EncodedBody(plain, headers, null);
        }
        if (codings.size() > DEPTH) {
            return uncoded(plain, headers, codings, "there are more than " + DEPTH);
        }
        byte[] bytes = plain;
        for (String name : codings) {
            CodingWriter coding = CodingWriter.of(name);
            if (coding == null) {
                return uncoded(plain, headers, codings, name + " cannot be written");
            }
            try {
                bytes = coding.encode(bytes);
            } catch (IOException e) {
                return uncoded(plain, headers, codings, e.getMessage() + "");
            }
        }
        return new EncodedBody(bytes, headers, null);
    }

    /**
     * Loads the native encoders of the codings that a message names, so that {@link #encode} does not read a file. Blocking
     * disk access once per process.
     */
    public static void load(Headers headers) {
        encode(new byte[] {0}, headers);
    }

    private static EncodedBody uncoded(byte[] plain, Headers headers, List<String> codings, String why) {
        return new EncodedBody(
                plain,
                headers.remove("Content-Encoding"),
                "sent without the content coding " + String.join(", ", codings) + ", since " + why);
    }
}
