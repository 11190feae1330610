package dev.steno.mock.answer;

import dev.steno.flow.PieceTimes;
import java.io.IOException;
import java.util.List;

/** Reads when the bytes of recorded bodies arrived. Called on threads that may block. */
@FunctionalInterface
public interface PieceSupply {
    /** Returns the pieces of a chunk of a stored body, together as long as the chunk; none if there is no such chunk. */
    List<PieceTimes.Piece> pieces(long body, int sequence) throws IOException;
}
