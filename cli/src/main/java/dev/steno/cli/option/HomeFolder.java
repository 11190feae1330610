package dev.steno.cli.option;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what to do if Steno's home folder cannot be used. Stateless. */
final class HomeFolder {
    private static final String ELSEWHERE = "choose another with --home DIR (STENO_HOME)";

    private HomeFolder() {}

    /** Work with the files of the folder. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs work that may create the folder and files in it.
     *
     * @throws IOException if it fails; the message names the folder instead of a file in it, if the folder is the cause
     */
    static <T> T use(Path home, Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (FileSystemException e) {
            for (Path at = home.toAbsolutePath(); at != null; at = at.getParent()) {
                if (Files.exists(at) && !Files.isDirectory(at)) {
                    throw new IOException(
                            "cannot create Steno's folder " + home + ": " + at + " is not a folder; " + ELSEWHERE, e);
                }
            }
            String reason =
                    e instanceof AccessDeniedException || e.getReason() == null ? "" : " (" + e.getReason() + ")";
            throw new IOException(
                    "cannot write to Steno's folder " + home + reason + ": make it writable, or " + ELSEWHERE, e);
        }
    }
}
