package dev.steno.sqlite.file;

import java.nio.file.Path;

/** The files beside a session during recording. Pure functions. */
public final class SideFiles {
    private SideFiles() {}

    /** The write-ahead log, created and named by SQLite. */
    public static Path log(Path session) {
        return beside(session, "-wal");
    }

    /** The shared-memory index of the log, created and named by SQLite. */
    public static Path index(Path session) {
        return beside(session, "-shm");
    }

    /** The lock file of the recording process. */
    static Path lock(Path session) {
        return beside(session, "-lock");
    }

    /**
     * The lock file of those who ship to one store.
     *
     * @param store tells one store from others; its letters and digits are part of the name
     */
    static Path shipping(Path session, String store) {
        String name = store.replaceAll("[^0-9A-Za-z]", "");
        return beside(session, "-ship-" + name.substring(0, Math.min(name.length(), 12)));
    }

    /** A session in creation. */
    public static Path draft(Path session) {
        return beside(session, "-new");
    }

    /** The copy of a session before its migration from a format. */
    static Path backup(Path session, int version) {
        return beside(session, "-backup-v" + version);
    }

    private static Path beside(Path session, String suffix) {
        return session.resolveSibling(session.getFileName() + suffix);
    }
}
