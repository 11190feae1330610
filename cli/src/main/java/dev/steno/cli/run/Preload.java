package dev.steno.cli.run;

import dev.steno.net.ProxyServer;
import dev.steno.sqlite.SqliteSessionStore;

/**
 * Loads native libraries on the thread {@code preload}, while the main thread reads the options: with two cores, a start
 * is shorter by a twentieth of a second. A failure is reported by the part that needs the library.
 */
public final class Preload {
    private Preload() {}

    /** Loads SQLite, for a command that opens a session. */
    public static void session() {
        begin(Preload::sqlite);
    }

    /** Loads SQLite and TLS, for a proxy. */
    static void proxy() {
        begin(() -> {
            sqlite();
            ProxyServer.preload();
        });
    }

    private static void sqlite() {
        Logging.quietenLoader(); // the main thread may configure logging later than this
        SqliteSessionStore.preload();
    }

    /** Starts the thread, which ends when the libraries are loaded. */
    private static void begin(Runnable loading) {
        Thread thread = new Thread(loading, "preload");
        thread.setDaemon(true);
        thread.start();
    }
}
