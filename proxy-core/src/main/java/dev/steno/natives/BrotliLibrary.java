package dev.steno.natives;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brotli's native library. Its own loader has the unpacked file removed at exit, which a process that is killed does not do. */
public final class BrotliLibrary {
    /** Where the loader takes the library from without unpacking it. */
    private static final String TAKE_FROM = "brotli4j.library.path";

    private BrotliLibrary() {}

    /** Loads it, once; why it cannot be used, null if it can. Any thread but an event loop. */
    public static @Nullable Throwable load() {
        return Loaded.FAILURE;
    }

    /** Its initialisation is what happens once. */
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

        /** As the jar names the folder of this system's library. */
        private static String platform() {
            String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            String processor = System.getProperty("os.arch");
            return (system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "osx" : "linux") + "-"
                    + (processor.equals("amd64") ? "x86_64" : processor);
        }
    }
}
