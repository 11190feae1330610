package dev.steno.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library. The driver unpacks it into the temporary folder and removes it when the JVM exits, which a
 * process that is killed or halted does not: each would leave a megabyte behind. Here it is unpacked into a folder of its
 * own that goes as soon as the library is loaded; a system that keeps loaded files (Windows) is left to the driver's way.
 */
final class NativeLibrary {
    /** Where the driver unpacks to, and where it takes the library from without unpacking. */
    private static final String UNPACK_TO = "org.sqlite.tmpdir";

    private static final String TAKE_FROM = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Loads it, once. Any thread. */
    static void load() throws SQLException {
        Exception failure = Loaded.FAILURE;
        if (failure != null) {
            throw new SQLException("SQLite's native library cannot be loaded: " + failure.getMessage(), failure);
        }
    }

    /** Its initialisation is what happens once. */
    private static final class Loaded {
        private static final @Nullable Exception FAILURE = attempt();

        private static @Nullable Exception attempt() {
            try {
                if (System.getProperty(UNPACK_TO) == null && System.getProperty(TAKE_FROM) == null) {
                    unpackAndLoad();
                } else {
                    SQLiteJDBCLoader.initialize();
                }
                return null;
            } catch (Exception e) { // what the driver declares
                return e;
            }
        }

        private static void unpackAndLoad() throws Exception {
            Path folder;
            try {
                folder = Files.createTempDirectory("steno-sqlite");
            } catch (IOException e) {
                throw new IOException(System.getProperty("java.io.tmpdir") + " cannot be written", e);
            }
            System.setProperty(UNPACK_TO, folder.toString());
            folder.toFile().deleteOnExit(); // before the driver's own files, so that it is removed after them
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(UNPACK_TO);
                remove(folder.toFile());
            }
        }

        private static void remove(File folder) {
            File[] files = folder.listFiles();
            if (files != null) {
                for (File file : files) {
                    file.delete(); // where it cannot be yet, the driver has it removed at exit
                }
            }
            folder.delete();
        }
    }
}
