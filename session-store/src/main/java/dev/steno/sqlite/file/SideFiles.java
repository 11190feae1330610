package dev.steno.sqlite.file;

import java.nio.file.Path;

/** The files that stand beside a session while it is recorded. */
public final class SideFiles {
    private SideFiles() {}

    /** The write-ahead log, made and named by SQLite. */
    public static Path log(Path session) {
        return beside(session, "-wal");
    }

    /** The log's index in shared memory, made and named by SQLite. */
    public static Path index(Path session) {
        return beside(session, "-shm");
    }

    /** Held by the process that records. */
    static Path lock(Path session) {
        return beside(session, "-lock");
    }

    /** A session that is being made. */
    public static Path draft(Path session) {
        return beside(session, "-new");
    }

    /** The session as it was before it was brought from a format to a newer one. */
    static Path backup(Path session, int version) {
        return beside(session, "-backup-v" + version);
    }

    private static Path beside(Path session, String suffix) {
        return session.resolveSibling(session.getFileName() + suffix);
    }
}
