package dev.steno.diff;

import dev.steno.flow.Notes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The note of a flow whose request was sent again, by which the flow that it repeats is found. Stateless. */
final class SourceLink {
    private SourceLink() {}

    /**
     * Returns the number of the flow that a flow repeats; 0 if it repeats none of that session.
     *
     * @param notes of the flow
     * @param session the flow's own
     * @param source the session in which the repeated flow is looked for
     */
    static long flow(Notes notes, Path session, Path source) {
        return isIn(notes.metadata().get(Notes.REPLAY_SESSION), session, source)
                ? notes.replayOf().orElse(0)
                : 0;
    }

    /** Sessions may have been moved since, but keep their names as a rule. */
    private static boolean isIn(@Nullable String named, Path session, Path source) {
        try {
            return named == null
                    ? Files.isSameFile(session, source)
                    : Path.of(named).getFileName().equals(source.getFileName());
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
