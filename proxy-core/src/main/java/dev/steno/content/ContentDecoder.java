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
 * @param limit upper bound on the decoded bytes of each coding, at least 0: a few bytes on the wire can decode to
 *     gigabytes
 * @param partial whether the decoded stream ends, instead of failing, at corrupt or truncated data and at the limit
 */
public record ContentDecoder(long limit, boolean partial) {
    /** Upper bound on the codings of one body; more are refused, since no real message has them. */
    private static final int DEPTH = 8;

    public ContentDecoder {
        if (limit < 0) {
            throw new IllegalArgumentException("the limit for decoded bytes must be at least 0, not " + limit);
        }
    }

    /** A decoder that fails on any fault in the data. */
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
     * @param raw the body as transferred; closed with the result
     * @param codings values of Content-Encoding fields in their order, each one coding or a comma-separated list
     * @throws ContentCodingException if a coding is not supported, or there are too many
     */
    public DecodedStream decode(InputStream raw, List<String> codings) throws ContentCodingException {
        List<String> applied = split(codings);
        if (applied.size() > DEPTH) {
            throw new ContentCodingException(
                    Reason.UNKNOWN,
                    String.join(", ", applied),
                    "the body has " + applied.size() + " content codings; the limit is " + DEPTH,
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
