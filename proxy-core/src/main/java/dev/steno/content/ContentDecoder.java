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
 * Removes content codings (RFC 9110, 8.4) from bodies while they are read: gzip, deflate (with its zlib wrapper, and raw as
 * some servers send it), br (RFC 7932), zstd (RFC 8878). Bytes behind the end of the coded data are ignored, as browsers do.
 * Immutable, any thread.
 *
 * @param limit how many bytes each coding may yield at most: a few bytes on the wire can decode to very many
 * @param partial whether corrupt or truncated data, and the limit, end the decoded stream instead of failing it
 */
public record ContentDecoder(long limit, boolean partial) {
    /** More codings than this on one body are no body that anybody meant. */
    private static final int DEPTH = 8;

    public ContentDecoder {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes");
        }
    }

    /** A decoder that fails on whatever is wrong. */
    public static ContentDecoder strict(long limit) {
        return new ContentDecoder(limit, false);
    }

    /** A decoder that yields what can be had; {@link DecodedStream#problem} then says what is wrong, and where. */
    public static ContentDecoder partial(long limit) {
        return new ContentDecoder(limit, true);
    }

    /** The codings that were applied to a message's body, first applied first, in lower case, without {@code identity}. */
    public static List<String> codings(Headers headers) {
        return split(headers.all("content-encoding"));
    }

    /**
     * The body without its codings.
     *
     * @param raw the body as it passed; closed with the result
     * @param codings values of Content-Encoding fields, each one coding or a comma list, in the order they stood
     * @throws ContentCodingException where a coding is not known, or there are too many
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
        List<Coding> known = new ArrayList<>(applied.size());
        for (String name : applied) {
            known.add(Coding.of(name));
        }
        return new DecodedStream(raw, known, this);
    }

    /**
     * A body at hand without its codings, such as a hook is shown. Whoever puts it in the place of the coded one takes
     * {@code Content-Encoding} out of the fields.
     *
     * @throws ContentCodingException where a coding is not known, and, unless partial results are wanted, where the data is bad
     */
    public byte[] decode(byte[] body, Headers headers) throws ContentCodingException {
        try (DecodedStream decoded = decode(new ByteArrayInputStream(body), codings(headers))) {
            return decoded.readAllBytes();
        } catch (ContentCodingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes at hand can be read
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
