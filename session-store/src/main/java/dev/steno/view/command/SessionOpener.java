package dev.steno.view.command;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;

/** Opens another session by its file, to read it. May block. */
@FunctionalInterface
public interface SessionOpener {
    /** @throws SessionException when there is no such file or it is no session of a known format */
    SessionReader open(Path file) throws SessionException;
}
