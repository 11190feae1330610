package dev.steno.redact.json;

import dev.steno.flow.BodyTransform;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A transform of bytes that writes what it is sure of. For one body and one thread. */
public abstract class PieceTransform implements BodyTransform {
    /** Upper bound on the bytes of a secret that is searched, and decoded, as a whole. */
    public static final int CARRIED = 8 * 1024;

    /** What is written and was not taken yet. */
    protected final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private byte @Nullable [] unchanged;

    /** Takes a piece. */
    protected abstract void take(byte[] piece);

    /** Passes a whole piece on as it is, without a copy if nothing waits before it. */
    protected final void pass(byte[] piece) {
        if (out.size() == 0 && piece.length > 0) {
            unchanged = piece;
        } else {
            out.write(piece, 0, piece.length);
        }
    }

    @Override
    public final void put(byte[] piece) {
        take(piece);
    }

    @Override
    public final byte @Nullable [] next() {
        byte[] same = unchanged;
        if (same != null) {
            unchanged = null;
            return same;
        }
        if (out.size() == 0) {
            return null;
        }
        byte[] piece = out.toByteArray();
        out.reset();
        return piece;
    }

    /** Writes a char for each byte. */
    protected final void write(String latin1) {
        out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes UTF-8. */
    protected final void writeText(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A char for each byte. */
    protected static String latin1(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
