package dev.steno.interop.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The charset of a media type, and texts in it. Stateless. */
final class TextCharset {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*charset\\s*=\\s*[\"']?([^\"';,\\s]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final String SAMPLE = "<a href=\"/~x\">\\{0}\n";

    private TextCharset() {}

    /**
     * Returns the charset that a media type names (RFC 9110, 8.3.2); null if it names none, or one that is not known.
     *
     * @param wide whether the text has characters above U+00FF, which browsers decode from what is named ISO 8859-1, since they
     *     take that for windows-1252
     */
    static @Nullable Charset named(@Nullable String mediaType, boolean wide) {
        if (mediaType == null || mediaType.indexOf('=') < 0) {
            return null;
        }
        Matcher parameter = PARAMETER.matcher(mediaType);
        if (!parameter.find()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(parameter.group(1));
            if (wide && (charset == StandardCharsets.ISO_8859_1 || charset == StandardCharsets.US_ASCII)) {
                return Charset.forName("windows-1252");
            }
            return charset.canEncode() ? charset : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether ASCII has the same bytes in a charset. */
    static boolean keepsAscii(Charset charset) {
        return charset == StandardCharsets.UTF_8
                || Arrays.equals(SAMPLE.getBytes(charset), SAMPLE.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the length of a text in a charset; -1 if the charset cannot express all of it. */
    static long size(TextSpool text, Charset charset) throws IOException {
        if (charset == StandardCharsets.ISO_8859_1) {
            return text.traits().wide() ? -1 : text.traits().chars();
        }
        return encode(text, charset, OutputStream.nullOutputStream());
    }

    /** Writes a text in a charset; returns the number of bytes, -1 if the charset cannot express all of it. */
    static long encode(TextSpool text, Charset charset, OutputStream to) throws IOException {
        CharsetEncoder encoder = charset.newEncoder()
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(8192);
        ByteBuffer bytes = ByteBuffer.allocate(16384);
        long total = 0;
        try (InputStream in = text.open();
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            boolean end = false;
            while (!end) {
                end = reader.read(chars) < 0;
                chars.flip();
                CoderResult result;
                do {
                    result = encoder.encode(chars, bytes, end);
                    if (result.isError()) {
                        return -1;
                    }
                    if (end && !result.isOverflow()) {
                        result = encoder.flush(bytes);
                    }
                    to.write(bytes.array(), 0, bytes.position());
                    total += bytes.position();
                    bytes.clear();
                } while (result.isOverflow());
                chars.compact();
            }
        }
        return total;
    }
}
