package dev.steno.interop.text;

import dev.steno.flow.Body;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a text of a file stood for, as a body. Immutable.
 *
 * @param size number of bytes that the file has
 * @param guessed whether the bytes are likely but not certain
 * @param coded whether the bytes begin as the named content coding does, so that it was not removed
 * @param cut whether bytes beyond the limit were left out
 */
public record SettledText(Body body, long size, boolean guessed, boolean coded, boolean cut) {
    /** No body. */
    public static final SettledText NONE = new SettledText(Body.NONE, 0, false, false, false);

    /**
     * What is known of a text.
     *
     * @param base64 whether the file says that it is Base64
     * @param mediaType of the header field, or of the file; null for unknown
     * @param declared the size in bytes that the file names; 0 or less if it does not
     * @param coding the value of Content-Encoding; null if the field is absent
     * @param passed the number of bytes that passed, if the file has fewer; 0 for unknown
     */
    public record Facts(
            boolean base64,
            @Nullable String mediaType,
            double declared,
            @Nullable String coding,
            long passed) {}

    /** Turns a text into a body of the session. */
    public static SettledText of(TextSpool text, Facts facts, Intake intake) throws IOException {
        if (text.size() == 0) {
            return NONE;
        }
        First first = new First(intake.body());
        boolean guessed = facts.base64()
                ? !decode(text, first) && encode(text, facts, first, true)
                : encode(text, facts, first, false);
        BodyIntake out = first.out;
        boolean whole = facts.coding() != null && !first.isCoded(facts.coding());
        return new SettledText(
                whole ? out.finish() : out.finish(facts.passed()),
                out.written(),
                guessed || text.traits().lone() || text.traits().broken(),
                first.isCoded(facts.coding()),
                out.isCut());
    }

    private static boolean decode(TextSpool text, OutputStream to) throws IOException {
        if (Base64Text.decodedSize(text) < 0) {
            return false;
        }
        Base64Text.decode(text, to);
        return true;
    }

    /** Writes the text as bytes; returns whether they are a guess. */
    private static boolean encode(TextSpool text, Facts facts, OutputStream to, boolean undecodable)
            throws IOException {
        Charset named = TextCharset.named(facts.mediaType(), text.traits().wide());
        boolean ascii = text.traits().chars() == text.size();
        if (ascii && (named == null || TextCharset.keepsAscii(named))) {
            text.copyTo(to);
            return undecodable;
        }
        Charset by = charset(text, named, (long) facts.declared());
        if (by == null) {
            boolean expressible =
                    named != null && named != StandardCharsets.UTF_8 && TextCharset.size(text, named) >= 0;
            write(text, named != null && expressible ? named : StandardCharsets.UTF_8, to);
            return true;
        }
        write(text, by, to);
        return undecodable;
    }

    private static void write(TextSpool text, Charset charset, OutputStream to) throws IOException {
        if (charset == StandardCharsets.UTF_8) {
            text.copyTo(to);
        } else {
            TextCharset.encode(text, charset, to);
        }
    }

    /** Returns the charset in which the text has the declared size; null if there is none. */
    private static @Nullable Charset charset(TextSpool text, @Nullable Charset named, long declared)
            throws IOException {
        if (declared <= 0) {
            return null;
        }
        if (named != null && named != StandardCharsets.UTF_8 && TextCharset.size(text, named) == declared) {
            return named;
        }
        if (text.size() == declared) {
            return StandardCharsets.UTF_8;
        }
        return !text.traits().wide() && text.traits().chars() == declared ? StandardCharsets.ISO_8859_1 : null;
    }

    /** Sets the marks of the request's body. */
    public void markRequest(TextHeaders headers, HttpDraft draft) {
        marks(headers).forEach(draft::markRequestBody);
    }

    /** Sets the marks of the response's body. */
    public void markResponse(TextHeaders headers, HttpDraft draft) {
        marks(headers).forEach(draft::markResponseBody);
    }

    private List<String> marks(TextHeaders headers) {
        List<String> marks = new ArrayList<>(3);
        String coding = headers.get("content-encoding");
        if (size > 0 && coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity") && !coded) {
            marks.add(ImportMarks.DECODED);
        }
        if (guessed) {
            marks.add(ImportMarks.TEXT);
        }
        if (cut) {
            marks.add(ImportMarks.CUT);
        }
        return marks;
    }

    /** Returns a body whose content coding was not removed. */
    public SettledText asCoded() {
        return new SettledText(body, size, guessed, true, cut);
    }

    /** Copies bytes from a stream, such as a file beside the archive. */
    public static SettledText of(InputStream from, @Nullable String coding, Intake intake) throws IOException {
        First first = new First(intake.body());
        byte[] buffer = new byte[64 << 10];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            first.write(buffer, 0, n);
        }
        return new SettledText(
                first.out.finish(), first.out.written(), false, first.isCoded(coding), first.out.isCut());
    }

    /** Remembers the first bytes, by which some codings are recognised. */
    private static final class First extends OutputStream {
        private final BodyIntake out;
        private int magic;
        private int seen;

        First(BodyIntake out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            for (int i = 0; i < length && seen < 4; i++, seen++) {
                magic = magic << 8 | from[offset + i] & 0xFF;
            }
            out.write(from, offset, length);
        }

        /** RFC 1952, 2.3.1; RFC 8878, 3.1.1. Brotli and deflate have no such bytes. */
        boolean isCoded(@Nullable String coding) {
            if (coding == null || seen < 4) {
                return false;
            }
            String last = coding.substring(coding.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
            return switch (last) {
                case "gzip", "x-gzip" -> magic >>> 16 == 0x1F8B;
                case "zstd" -> magic == 0x28B52FFD;
                default -> false;
            };
        }
    }
}
