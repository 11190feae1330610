package dev.steno.natives;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads Brotli's native library through {@link UnpackFolder}. The library's own loader would leave the unpacked file
 * behind if the process is killed. Thread-safe.
 */
public final class BrotliLibrary {
    /** System property that makes the loader use a library file without unpacking it. */
    private static final String TAKE_FROM = "brotli4j.library.path";

    private BrotliLibrary() {}

    /**
     * Loads the library once per process; returns null if it is usable, otherwise the failure. Blocking disk access: any
     * thread except an event loop.
     */
    public static @Nullable Throwable load() {
        return Loaded.FAILURE;
    }

    /** Holder class: class initialisation guarantees a single load. */
    private static final class Loaded {
        private static final @Nullable Throwable FAILURE = attempt();

        private static @Nullable Throwable attempt() {
            String name = System.mapLibraryName("brotli");
            try (InputStream library = Brotli4jLoader.class.getResourceAsStream("/lib/" + platform() + "/" + name)) {
                if (library == null || System.getProperty(TAKE_FROM) != null) {
                    return Brotli4jLoader.getUnavailabilityCause();
                }
                UnpackFolder.lend(folder -> load(library, folder.resolve(name)));
                return Brotli4jLoader.getUnavailabilityCause();
            } catch (IOException e) {
                return e;
            }
        }

        private static void load(InputStream library, Path file) throws IOException {
            Files.copy(library, file);
            file.toFile().deleteOnExit();
            System.setProperty(TAKE_FROM, file.toString());
            try {
                Brotli4jLoader.isAvailable();
            } finally {
                System.clearProperty(TAKE_FROM);
            }
        }

        /** The name of this system's folder in the library's jar. */
        private static String platform() {
            String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            String processor = System.getProperty("os.arch");
            return (system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "osx" : "linux") + "-"
                    + (processor.equals("amd64") ? "x86_64" : processor);
        }
    }
}
