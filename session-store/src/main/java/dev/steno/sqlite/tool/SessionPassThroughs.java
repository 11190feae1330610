package dev.steno.sqlite.tool;

import dev.steno.addon.PassThrough;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.table.PassThroughTable;
import dev.steno.store.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Takes back, in a session that nobody records, that clients are passed through. Blocks; any thread but an event loop. */
public final class SessionPassThroughs {
    private SessionPassThroughs() {}

    /**
     * Takes decisions back.
     *
     * @return those that were taken back
     * @throws dev.steno.store.SessionException when the session cannot be written, or a process records to it
     */
    public static List<PassThrough> revoke(Path file, Predicate<PassThrough> which) throws IOException {
        try (OfflineSession session = OfflineSession.open(file, Progress.NONE)) {
            return session.change(sqlite -> {
                List<PassThrough> gone = PassThroughTable.read(sqlite).stream()
                        .map(PassThroughTable.Sealed::one)
                        .filter(which)
                        .toList();
                for (PassThrough one : gone) {
                    PassThroughTable.delete(sqlite, one.key());
                }
                return gone;
            });
        }
    }
}
