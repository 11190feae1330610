package dev.steno.content;

import dev.steno.flow.Headers;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as text. The charset is that of a byte order mark (which outranks all else: WHATWG Encoding, 6.1), of the
 * Content-Type, else UTF-8, else latin-1, in which every byte is a character. Never fails on account of the bytes.
 */
public final class BodyText {
    /** How much of a body is kept to fall back to, where it turns out not to be coded as its message says. */
    private static final int FALLBACK = 64 * 1024;

    private BodyText() {}

    /** A whole body, its codings removed, as text. */
    public static String of(byte[] decoded, @Nullable String contentType) {
        return of(decoded, contentType, true);
    }

    /** A message of a raw stream as text. */
    public static String plain(byte[] data) {
        return of(data, null, true);
    }

    /** @param whole whether the bytes reach to the body's end; otherwise they may stop within a character */
    public static String of(byte[] decoded, @Nullable String contentType, boolean whole) {
        Charset marked = mark(decoded);
        if (marked != null) {
            int skip = marked == StandardCharsets.UTF_8 ? 3 : 2;
            return new String(decoded, skip, decoded.length - skip, marked);
        }
        Charset declared = ContentType.parse(contentType).charset();
        if (declared != null) {
            return new String(decoded, declared);
        }
        String utf8 = utf8(decoded, whole);
        return utf8 != null ? utf8 : new String(decoded, StandardCharsets.ISO_8859_1);
    }

    /**
     * A body as text, its codings removed as far as they can be; what is not coded as the message says is read as it passed.
     *
     * @param raw the body as it passed; not closed
     * @param headers those of its message
     * @param limit how many bytes are decoded at most; the rest is left out
     * @throws IOException where {@code raw} cannot be read
     */
    public static String read(InputStream raw, Headers headers, int limit) throws IOException {
        InputStream buffered = new BufferedInputStream(raw);
        buffered.mark(FALLBACK);
        byte[] bytes;
        // Closing gives native memory back; the caller's stream is needed to fall back to.
        try (DecodedStream decoded =
                ContentDecoder.partial(limit).decode(new KeptOpen(buffered), ContentDecoder.codings(headers))) {
            bytes = decoded.readNBytes(limit);
            if (bytes.length == 0 && decoded.problem() != null && rewind(buffered)) {
                bytes = buffered.readNBytes(limit);
            }
        } catch (ContentCodingException unknown) {
            bytes = buffered.readNBytes(limit);
        }
        return of(bytes, headers.get("content-type"), bytes.length < limit);
    }

    /** Goes back to the body's begin; not possible when a decoder read far and yielded nothing. */
    private static boolean rewind(InputStream buffered) {
        try {
            buffered.reset();
            return true;
        } catch (IOException tooFar) {
            return false;
        }
    }

    /** Whether bytes that nobody named a type for look like text: no control characters but for white space and escapes. */
    public static boolean looksLikeText(byte[] decoded) {
        if (mark(decoded) != null) {
            return true;
        }
        for (byte b : decoded) {
            if (b >= 0 && b < ' ' && "\t\n\f\r\u001B".indexOf(b) < 0) {
                return false;
            }
        }
        return utf8(decoded, false) != null;
    }

    private static @Nullable Charset mark(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return StandardCharsets.UTF_8;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return null;
    }

    /** The text; null where the bytes are not UTF-8. A character cut at the end is left out where more was to come. */
    private static @Nullable String utf8(byte[] bytes, boolean whole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, whole);
        return result.isError() ? null : out.flip().toString();
    }

    /** A view of a stream that its reader may close. */
    private static final class KeptOpen extends FilterInputStream {
        KeptOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
