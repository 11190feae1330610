package dev.steno.cli.run;

import dev.steno.cli.terminal.Logging;
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
        begin(SqliteSessionStore::preload);
    }

    /** Loads SQLite and TLS, for a proxy. */
    static void proxy() {
        begin(() -> {
            SqliteSessionStore.preload();
            ProxyServer.preload();
        });
    }

    /** Starts the thread, which ends when the libraries are loaded. */
    private static void begin(Runnable loading) {
        Logging.quietenLoader(); // here, since the JDK's logging cannot begin on another thread while the process ends
        Thread thread = new Thread(loading, "preload");
        thread.setDaemon(true);
        thread.start();
    }
}
