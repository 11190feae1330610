package dev.steno.rule.body;

import dev.steno.flow.BodyTransform;
import dev.steno.flow.Notes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transform that passes the body unchanged if it fails before anything of it was sent: a body that is not coded as its
 * message says. A later failure is passed on. For one body and one thread.
 */
public final class LenientTransform implements BodyTransform {
    /** Upper bound on the bytes that are kept until the first piece is sent. */
    private static final int KEPT = 1 << 20;

    private final BodyTransform inner;
    private final Consumer<String> failed;
    private final UnaryOperator<Notes> noted;
    private @Nullable Deque<byte[]> came = new ArrayDeque<>(); // null once a piece was sent
    private int kept;
    private boolean raw;

    /**
     * @param failed called if the body passes unchanged, with the reason
     * @param noted the notes of the flow before each piece is sent, and once the body has passed
     */
    public LenientTransform(BodyTransform inner, Consumer<String> failed, UnaryOperator<Notes> noted) {
        this.inner = inner;
        this.failed = failed;
        this.noted = noted;
    }

    private interface Step {
        byte @Nullable [] run() throws IOException;
    }

    private byte @Nullable [] tried(Step step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            if (came == null) {
                throw e;
            }
            raw = true;
            failed.accept(String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public void put(byte[] piece) throws IOException {
        if (came != null) {
            came.add(piece);
            kept += piece.length;
        }
        if (!raw) {
            tried(() -> {
                inner.put(piece);
                return null;
            });
        }
    }

    @Override
    public void end() throws IOException {
        if (!raw) {
            tried(() -> {
                inner.end();
                return null;
            });
        }
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        if (!raw) {
            byte[] piece = tried(inner::next);
            if (piece != null || kept > KEPT) {
                came = null;
                kept = 0;
            }
            if (!raw) {
                return piece;
            }
        }
        return came == null ? null : came.poll();
    }

    @Override
    public Notes noted(Notes notes) {
        return noted.apply(notes);
    }

    @Override
    public boolean mark() {
        return !raw && inner.mark();
    }

    @Override
    public void release() throws IOException {
        if (!raw) {
            inner.release();
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
