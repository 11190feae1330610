package dev.steno.content;

import dev.steno.flow.Headers;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes bodies to text. The charset is the first that applies: that of a byte order mark (WHATWG Encoding, 6.1), that
 * of Content-Type, UTF-8, latin-1. Never fails, since every byte is a character of latin-1. Stateless.
 */
public final class BodyText {
    /**
     * Upper bound on the undecoded bytes that are buffered in case the body turns out not to be coded as its message
     * claims.
     */
    private static final int FALLBACK = 64 * 1024;

    /** What a lenient decoder puts in place of malformed bytes; a text may have it of its own. */
    private static final char REPLACEMENT = '\ufffd';

    private BodyText() {}

    /** A complete body, already decoded, as text. */
    public static String of(byte[] decoded, @Nullable String contentType) {
        return of(decoded, contentType, true);
    }

    /** A message of a raw stream as text. */
    public static String plain(byte[] data) {
        return of(data, null, true);
    }

    /** @param whole whether the bytes include the end of the body; otherwise they may end within a character */
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

    /** The charset by which {@link #of(byte[], String, boolean)} reads these bytes. */
    public static Charset charset(byte[] decoded, @Nullable String contentType, boolean whole) {
        Charset marked = mark(decoded);
        if (marked != null) {
            return marked;
        }
        Charset declared = ContentType.parse(contentType).charset();
        if (declared != null) {
            return declared;
        }
        return isAscii(decoded) || utf8(decoded, whole) != null ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    /**
     * The bytes of a text that replaces a body: in its charset, and with its byte order mark if it has one. A charset that
     * was only guessed gives way to UTF-8 if it lacks a character.
     *
     * @param earlier the decoded body; empty if there was none
     * @throws CharacterCodingException if the charset that Content-Type names, or the mark, lacks a character
     */
    public static byte[] bytes(String text, byte[] earlier, @Nullable String contentType)
            throws CharacterCodingException {
        Charset marked = mark(earlier);
        Charset declared = ContentType.parse(contentType).charset();
        if (marked != null) {
            ByteBuffer coded = encode(text, marked);
            int skip = marked == StandardCharsets.UTF_8 ? 3 : 2;
            return ByteBuffer.allocate(skip + coded.remaining())
                    .put(earlier, 0, skip)
                    .put(coded)
                    .array();
        }
        Charset charset = declared != null ? declared : charset(earlier, null, true);
        boolean guessed = declared == null && !charset.newEncoder().canEncode(text);
        ByteBuffer coded = encode(text, guessed ? StandardCharsets.UTF_8 : charset);
        byte[] bytes = new byte[coded.remaining()];
        coded.get(bytes);
        return bytes;
    }

    private static ByteBuffer encode(String text, Charset charset) throws CharacterCodingException {
        if (!charset.canEncode()) {
            throw new CharacterCodingException();
        }
        return charset.newEncoder().encode(CharBuffer.wrap(text));
    }

    /**
     * A body as text, decoded as far as possible. A body that is not coded as its message claims is read without
     * decoding.
     *
     * @param raw the body as transferred; not closed
     * @param headers the header fields of its message
     * @param limit upper bound on the bytes decoded, at least 0; the rest is omitted
     * @throws IOException if {@code raw} cannot be read
     */
    public static String read(InputStream raw, Headers headers, int limit) throws IOException {
        InputStream buffered = new BufferedInputStream(raw);
        buffered.mark(FALLBACK);
        byte[] bytes;
        // Closing releases native memory; the caller's stream is still needed for the fallback.
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

    /** Rewinds to the start of the body; false if a decoder has consumed more than {@link #FALLBACK} bytes. */
    private static boolean rewind(InputStream buffered) {
        try {
            buffered.reset();
            return true;
        } catch (IOException tooFar) {
            return false;
        }
    }

    /**
     * Whether bytes without a declared type look like text: they begin with a byte order mark, or are UTF-8 without
     * control characters other than white space and ESC.
     */
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

    /** Whether the bytes are UTF-8 whose text need not be made to know it. */
    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
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

    /** The text; null if the bytes are not UTF-8. A character cut off at the end is omitted if the body continues. */
    private static @Nullable String utf8(byte[] bytes, boolean whole) {
        String lenient =
                new String(bytes, StandardCharsets.UTF_8); // many times as fast as a decoder that reports errors
        if (lenient.indexOf(REPLACEMENT) < 0) {
            return lenient;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, whole);
        return result.isError() ? null : out.flip().toString();
    }

    /** A view of a stream; closing the view leaves the stream open. */
    private static final class KeptOpen extends FilterInputStream {
        KeptOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
