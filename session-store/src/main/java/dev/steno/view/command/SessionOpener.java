package dev.steno.view.command;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;

/** Opens the file of another session for reading. May block. */
@FunctionalInterface
public interface SessionOpener {
    /** @throws SessionException if the file does not exist or is not a session of a known format */
    SessionReader open(Path file) throws SessionException;
}
