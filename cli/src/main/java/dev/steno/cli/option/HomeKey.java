package dev.steno.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key of the home folder. It authenticates the decisions that this home folder wrote to a session. Created once;
 * only its owner can read it. Blocking disk access.
 */
public final class HomeKey {
    private static final String NAME = "session.key";
    private static final int BYTES = 32;

    private HomeKey() {}

    /**
     * Returns the key, and creates it if it does not exist.
     *
     * @throws IOException if the key cannot be read or created, or the file does not contain a key
     */
    public static byte[] of(Path home) throws IOException {
        Path file = home.resolve(NAME);
        if (!Files.exists(file)) {
            make(home, file);
        }
        String text = Files.readString(file).strip();
        if (text.length() != 2 * BYTES || !text.matches("[0-9a-f]+")) {
            throw new IOException(file + " is not a key of " + 2 * BYTES
                    + " hexadecimal digits; delete it, and Steno creates another: pass-through decisions in existing "
                    + "sessions then no longer apply");
        }
        return HexFormat.of().parseHex(text);
    }

    private static void make(Path home, Path file) throws IOException {
        Files.createDirectories(home);
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path draft = Files.createTempFile(home, NAME, ".new"); // only its owner can read it, as the JDK creates it
        Files.writeString(draft, HexFormat.of().formatHex(key) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
