package dev.steno.tui.term;

import dev.steno.natives.UnpackFolder;
import java.io.IOException;
import org.jline.nativ.JLineNativeLoader;

/** JLine's native library, by which the modes and the size of a terminal are read. Stateless. */
final class NativeTerminal {
    private static final String FOLDER = "jline.tmpdir";

    /** Keeps JLine from the letters of another character set, in which a terminal might be left. */
    private static final String CHARSET = "org.jline.utils.disableAlternateCharset";

    private NativeTerminal() {}

    /**
     * Loads the library without leaving its file behind, which JLine's own loader would do if the process is killed.
     *
     * @throws IOException if it cannot be unpacked
     */
    static void load() throws IOException {
        System.setProperty(CHARSET, "true");
        UnpackFolder.lend(folder -> {
            System.setProperty(FOLDER, folder.toString());
            JLineNativeLoader.initialize();
        });
    }
}
