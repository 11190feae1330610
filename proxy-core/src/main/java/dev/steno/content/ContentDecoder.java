package dev.steno.content;

import dev.steno.content.ContentCodingException.Reason;
import dev.steno.flow.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Removes content codings (RFC 9110, 8.4) from bodies as they are read: gzip, deflate (with its zlib wrapper, or raw as
 * some servers send it), br (RFC 7932) and zstd (RFC 8878). Bytes after the end of the coded data are ignored, as in
 * browsers. Immutable, any thread.
 *
 * @param limit the most bytes that each coding may yield, at least 0: a few bytes on the wire can decode to gigabytes
 * @param partial whether corrupt or truncated data, and the limit, end the decoded stream instead of failing it
 */
public record ContentDecoder(long limit, boolean partial) {
    /** Most codings on one body; no real message has more. */
    private static final int DEPTH = 8;

    public ContentDecoder {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes");
        }
    }

    /** A decoder that fails on any fault. */
    public static ContentDecoder strict(long limit) {
        return new ContentDecoder(limit, false);
    }

    /** A decoder that yields what can be decoded; {@link DecodedStream#problem} then reports the fault. */
    public static ContentDecoder partial(long limit) {
        return new ContentDecoder(limit, true);
    }

    /**
     * The codings applied to a message's body, in the order of application, in lower case, without {@code identity}.
     */
    public static List<String> codings(Headers headers) {
        return split(headers.all("content-encoding"));
    }

    /**
     * The body without its codings.
     *
     * @param raw the body as it passed; closed with the result
     * @param codings values of Content-Encoding fields in their order, each one coding or a comma-separated list
     * @throws ContentCodingException if a coding is not supported, or there are too many
     */
    public DecodedStream decode(InputStream raw, List<String> codings) throws ContentCodingException {
        List<String> applied = split(codings);
        if (applied.size() > DEPTH) {
            throw new ContentCodingException(
                    Reason.UNKNOWN,
                    String.join(", ", applied),
                    "a body with " + applied.size() + " content codings; at most " + DEPTH + " are decoded",
                    null);
        }
        List<ContentCoding> known = new ArrayList<>(applied.size());
        for (String name : applied) {
            known.add(ContentCoding.of(name));
        }
        return new DecodedStream(raw, known, this);
    }

    /**
     * Decodes a body in memory, as hooks see it. A caller that replaces the coded body with the result must remove
     * {@code Content-Encoding}.
     *
     * @throws ContentCodingException if a coding is not supported, or the data is corrupt and partial results are not
     *     wanted
     */
    public byte[] decode(byte[] body, Headers headers) throws ContentCodingException {
        try (DecodedStream decoded = decode(new ByteArrayInputStream(body), codings(headers))) {
            return decoded.readAllBytes();
        } catch (ContentCodingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory are always readable
        }
    }

    private static List<String> split(List<String> values) {
        List<String> codings = new ArrayList<>(2);
        for (String value : values) {
            for (String element : value.split(",", -1)) {
                String coding = element.strip().toLowerCase(Locale.ROOT);
                if (!coding.isEmpty() && !coding.equals("identity")) {
                    codings.add(coding);
                }
            }
        }
        return codings;
    }
}
