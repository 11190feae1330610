package dev.steno.bench.shared;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about the server that a measurement starts. */
final class ServerOptions {
    @Option(
            names = "--postgres",
            paramLabel = "FOLDER",
            description = "The folder with initdb and postgres; by default that of the newest version in"
                    + " /usr/lib/postgresql.")
    private @Nullable Path programs;

    @Option(names = "--folder", description = "The folder for temporary files; the system's by default.")
    private @Nullable Path folder;

    StoreServer start() throws IOException, InterruptedException {
        return start(null);
    }

    /** @param kept where its data stays for the next run; null to remove it */
    StoreServer start(@Nullable Path kept) throws IOException, InterruptedException {
        return StoreServer.start(programs, folder, kept);
    }

    /** The folder for temporary files; null for the system's. */
    @Nullable
    Path folder() {
        return folder;
    }
}
