package dev.steno.flow;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces in which the bytes of a chunk of a body arrived. What came within a millisecond after the beginning of a piece
 * belongs to it. Immutable.
 */
public final class PieceTimes {
    /** The shortest pause that is kept, in nanoseconds. */
    public static final long RESOLUTION = 1_000_000;

    private static final int MICROSECOND = 1_000;

    private final byte[] encoded;

    private PieceTimes(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * A piece.
     *
     * @param length bytes, more than 0
     * @param pause nanoseconds since the piece before it, or since the head of the message
     */
    public record Piece(int length, long pause) {}

    /** Whether the body of a message is a stream, whose pieces have a meaning: of events, or of messages of gRPC. */
    public static boolean areKeptFor(@Nullable Headers headers) {
        String type = headers == null ? null : headers.get("Content-Type");
        return type != null && (isType(type, "text/event-stream") || isType(type, "application/grpc"));
    }

    private static boolean isType(String given, String type) {
        return given.regionMatches(true, 0, type, 0, type.length());
    }

    /** Pieces in their order. */
    public static PieceTimes of(List<Piece> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * pieces.size());
        for (Piece piece : pieces) {
            write(out, piece.length);
            write(out, Math.max(0, piece.pause / MICROSECOND));
        }
        return new PieceTimes(out.toByteArray());
    }

    /** Pieces as {@link #encoded} has them. */
    public static PieceTimes decode(byte[] encoded) {
        return new PieceTimes(encoded);
    }

    /** For each piece its length in bytes and its pause in microseconds, as varints of Protocol Buffers. Not copied. */
    public byte[] encoded() {
        return encoded;
    }

    /** Returns the pieces; those of damaged bytes as far as they can be read. */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < encoded.length) {
            long length = 0;
            long pause = 0;
            int shift = 0;
            for (boolean more = true; more && at < encoded.length && shift < 63; shift += 7) {
                length |= (encoded[at] & 0x7fL) << shift;
                more = encoded[at++] < 0;
            }
            shift = 0;
            for (boolean more = true; more && at < encoded.length && shift < 63; shift += 7) {
                pause |= (encoded[at] & 0x7fL) << shift;
                more = encoded[at++] < 0;
            }
            if (length <= 0 || length > Body.Stored.CHUNK || pause < 0 || pause > Long.MAX_VALUE / MICROSECOND) {
                break;
            }
            pieces.add(new Piece((int) length, pause * MICROSECOND));
        }
        return pieces;
    }

    private static void write(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceTimes that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return pieces().toString();
    }
}
