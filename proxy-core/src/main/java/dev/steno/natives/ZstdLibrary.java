package dev.steno.natives;

import com.github.luben.zstd.util.Native;
import java.io.IOException;

/** Loads Zstandard's native library. Thread-safe. */
public final class ZstdLibrary {
    private ZstdLibrary() {}

    /**
     * Loads the library once per process. Blocking disk access: any thread except an event loop.
     *
     * @throws IOException if it cannot be loaded on this system
     */
    public static void load() throws IOException {
        if (Native.isLoaded()) {
            return;
        }
        try {
            UnpackFolder.lend(folder -> Native.load(folder.toFile()));
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
            throw new IOException("the Zstandard library cannot be loaded on this system", e);
        }
    }
}
