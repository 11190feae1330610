package dev.steno.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The working copy of the repository in which the tests run. */
public final class Checkout {
    private Checkout() {}

    /** Returns a file or folder by its path relative to the top of the working copy. */
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
