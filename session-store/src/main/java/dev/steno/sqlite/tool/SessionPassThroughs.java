package dev.steno.sqlite.tool;

import dev.steno.addon.PassThrough;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.table.PassThroughTable;
import dev.steno.store.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Revokes decisions to pass clients through, in a session that no process records. Blocks; any thread but an event
 * loop.
 */
public final class SessionPassThroughs {
    private SessionPassThroughs() {}

    /**
     * Revokes decisions.
     *
     * @return the revoked decisions
     * @throws dev.steno.store.SessionException if the session is not writable, or a process records to it
     */
    public static List<PassThrough> revoke(Path file, Predicate<PassThrough> which) throws IOException {
        try (OfflineSession session = OfflineSession.open(file, Progress.NONE)) {
            session.enterWal();
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
