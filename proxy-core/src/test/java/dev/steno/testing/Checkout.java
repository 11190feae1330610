package dev.steno.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The working copy that the tests run in. */
public final class Checkout {
    private Checkout() {}

    /** A file or folder by its path from the top. */
    public static Path file(String path) {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("LICENSE"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("the tests must run within a checkout of Steno");
            }
        }
        return at.resolve(path);
    }
}
