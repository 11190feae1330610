package dev.steno.sqlite.file;

import dev.steno.natives.UnpackFolder;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library. The driver unpacks it into the temporary folder and removes it when the JVM exits, which a
 * process that is killed or halted does not: each would leave a megabyte behind. Here it is unpacked into an {@link UnpackFolder};
 * a system that keeps loaded files (Windows) is left to the driver's way.
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
                    UnpackFolder.lend(Loaded::unpackAndLoad);
                } else {
                    SQLiteJDBCLoader.initialize();
                }
                return null;
            } catch (Exception e) { // what the driver declares
                return e;
            }
        }

        private static void unpackAndLoad(Path folder) throws Exception {
            System.setProperty(UNPACK_TO, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(UNPACK_TO);
            }
        }
    }
}
