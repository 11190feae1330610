package dev.steno.sqlite.file;

import dev.steno.natives.MissingLibrary;
import dev.steno.natives.UnpackFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library. The driver would unpack it into the temporary folder and remove it when the JVM exits;
 * a process that is killed would leave a megabyte behind. Instead, it is unpacked into an {@link UnpackFolder}. On a
 * system that does not delete loaded files (Windows), the driver's own procedure is used.
 */
final class NativeLibrary {
    /**
     * The property for the folder into which the driver unpacks, and the one for a folder with the unpacked library.
     */
    private static final String UNPACK_TO = "org.sqlite.tmpdir";

    private static final String TAKE_FROM = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Loads the library once per process. Any thread. */
    static void load() throws SQLException {
        Exception failure = Loaded.FAILURE;
        if (failure != null) {
            throw new SQLException(MissingLibrary.required("SQLite", String.valueOf(failure.getMessage())), failure);
        }
    }

    /** Loads the library in its static initialiser, so that it runs once. */
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
            } catch (Exception e) { // declared by the driver
                return e;
            }
        }

        private static void unpackAndLoad(Path folder) throws Exception {
            String property = unpack(folder) ? TAKE_FROM : UNPACK_TO;
            System.setProperty(property, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(property);
            }
        }
    }

    /**
     * Unpacks the library for Linux with glibc, in a tenth of the driver's time: the driver starts a process to
     * recognise the system, and compares the unpacked file with the packed one byte by byte. If the library is not the
     * right one, the driver unpacks one itself.
     *
     * @return whether the library is in the folder
     */
    static boolean unpack(Path folder) throws IOException {
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux") || Files.exists(Path.of("/lib/ld-musl-" + arch + ".so.1"))) {
            return false;
        }
        String name = System.mapLibraryName("sqlitejdbc");
        try (InputStream packed =
                SQLiteJDBCLoader.class.getResourceAsStream("/org/sqlite/native/Linux/" + arch + "/" + name)) {
            if (packed == null) {
                return false;
            }
            Files.copy(packed, folder.resolve(name));
            return true;
        }
    }
}
