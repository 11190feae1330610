package dev.steno.natives;

import com.github.luben.zstd.util.Native;
import java.io.IOException;

/** Zstandard's native library. */
public final class ZstdLibrary {
    private ZstdLibrary() {}

    /**
     * Loads it, once. Any thread but an event loop.
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
            throw new IOException("its decoder cannot be loaded on this system", e);
        }
    }
}
