package dev.steno.content.stream;

import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import dev.steno.flow.Notes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transforms of which each is given what the one before it sends. For one thread at a time. */
public final class TransformChain implements BodyTransform {
    private final List<BodyTransform> parts;
    private final boolean[] ended;
    private byte @Nullable [] waiting;
    private boolean over;

    /** @param parts the first one takes what is put in */
    public TransformChain(List<? extends BodyTransform> parts) {
        this.parts = List.copyOf(parts);
        this.ended = new boolean[parts.size()];
    }

    @Override
    public void put(byte[] piece) {
        waiting = piece;
    }

    @Override
    public void end() {
        over = true;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        return pull(parts.size() - 1);
    }

    /** The next piece of one part; that of the part before the first is what was put in. */
    private byte @Nullable [] pull(int part) throws IOException {
        if (part < 0) {
            byte[] piece = waiting;
            waiting = null;
            return piece;
        }
        BodyTransform one = parts.get(part);
        while (true) {
            byte[] sent = one.next();
            if (sent != null || ended[part]) {
                return sent;
            }
            byte[] given = pull(part - 1);
            if (given != null) {
                one.put(given);
            } else if (part == 0 ? over : ended[part - 1]) {
                ended[part] = true;
                one.end();
            } else {
                return null;
            }
        }
    }

    @Override
    public @Nullable Headers trailers(@Nullable Headers arrived) {
        Headers trailers = arrived;
        for (BodyTransform part : parts) {
            trailers = part.trailers(trailers);
        }
        return trailers;
    }

    @Override
    public Notes noted(Notes notes) {
        Notes noted = notes;
        for (BodyTransform part : parts) {
            noted = part.noted(noted);
        }
        return noted;
    }

    @Override
    public boolean mark() {
        boolean held = false;
        for (BodyTransform part : parts) {
            held |= part.mark();
        }
        return held;
    }

    @Override
    public void release() throws IOException {
        for (BodyTransform part : parts) {
            part.release();
        }
    }

    @Override
    public void close() {
        parts.forEach(BodyTransform::close);
    }
}
