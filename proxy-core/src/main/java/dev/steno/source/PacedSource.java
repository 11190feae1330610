package dev.steno.source;

import dev.steno.flow.BodySource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A source whose pieces are sent with a pause between them. */
record PacedSource(BodySource source, long pause) implements BodySource {

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public Pieces open(Executor blocking) {
        Pieces pieces = source.open(blocking);
        return new Pieces() {
            private boolean begun;

            @Override
            public CompletionStage<@Nullable Piece> next() {
                boolean first = !begun;
                begun = true;
                return pieces.next()
                        .thenApply(piece -> first || piece == null ? piece : new Piece(piece.bytes(), pause));
            }

            @Override
            public void close() {
                pieces.close();
            }
        };
    }
}
