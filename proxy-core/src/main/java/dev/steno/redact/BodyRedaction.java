package dev.steno.redact;

import dev.steno.flow.BodyTransform;
import dev.steno.flow.Notes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The redaction of one body, or of one message of a stream. Fails if the body cannot be decoded, or has a coding that
 * cannot be removed; what is taken out before that is redacted. For one thread at a time.
 */
public final class BodyRedaction implements BodyTransform {
    private static final int PIECE = 16 * 1024;

    private final @Nullable BodyTransform chain;
    private final Replacing with;
    private final List<RedactionRule> rules;
    private final boolean needed;
    private final Consumer<byte[]> clean;

    /**
     * @param chain null for a body that cannot be searched, of which nothing may be shown
     * @param needed whether a rule concerns the body; otherwise it is only searched for secrets found elsewhere
     * @param clean told of a whole body that has nothing to replace
     */
    BodyRedaction(
            @Nullable BodyTransform chain,
            Replacing with,
            List<RedactionRule> rules,
            boolean needed,
            Consumer<byte[]> clean) {
        this.chain = chain;
        this.with = with;
        this.rules = rules;
        this.needed = needed;
        this.clean = clean;
    }

    /** Whether a rule concerns the body, so that what cannot be decoded may not be shown. */
    public boolean isNeeded() {
        return needed;
    }

    /** Whether the body cannot be searched, so that nothing of it may be shown. */
    public boolean isHidden() {
        return chain == null;
    }

    /** Whether a value was replaced so far, or the body is hidden. */
    public boolean changed() {
        return chain == null || with.any();
    }

    /**
     * Spares the revisions of the flow that has this body the search. Call after the end, if nothing was changed.
     *
     * @param whole all bytes that were put; the same array becomes the body of the flow
     */
    public void rememberClean(byte[] whole) {
        clean.accept(whole);
    }

    @Override
    public void put(byte[] piece) throws IOException {
        if (chain != null) {
            chain.put(piece);
        }
    }

    @Override
    public void end() throws IOException {
        if (chain != null) {
            chain.end();
        }
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        return chain == null ? null : chain.next();
    }

    /**
     * Redacts a whole body, as far as it can be decoded.
     *
     * @param in is not closed
     * @return whether that is all of it; if not, the rest must not be shown
     * @throws IOException if the body cannot be read or written
     */
    public boolean transfer(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[PIECE];
        int count;
        do {
            count = in.read(buffer);
            ByteArrayOutputStream ready = new ByteArrayOutputStream();
            try {
                if (count < 0) {
                    end();
                } else {
                    put(Arrays.copyOf(buffer, count));
                }
                for (byte[] next = next(); next != null; next = next()) {
                    ready.writeBytes(next);
                }
            } catch (IOException | RuntimeException e) {
                return false; // it is not coded as its message says
            }
            ready.writeTo(out);
        } while (count >= 0);
        return true;
    }

    /** The notes with the mark of a redacted flow, if a value was replaced or the body is hidden. */
    @Override
    public Notes noted(Notes notes) {
        return changed() ? Redacted.marked(notes, chain == null ? "body" : with.kinds(rules)) : notes;
    }

    @Override
    public void close() {
        if (chain != null) {
            chain.close();
        }
    }
}
