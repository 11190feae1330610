package dev.steno.cli;

import java.nio.file.Path;

/** Steno's own folder: the CA and the configuration file. */
final class Home {
    private Home() {}

    /** Where it is unless told otherwise. */
    static Path usual() {
        return Path.of(System.getProperty("user.home"), ".steno");
    }
}
