package dev.steno.diff;

import dev.steno.filter.Filter;
import dev.steno.store.SessionReader;
import java.nio.file.Path;

/**
 * One of the two selections that are compared.
 *
 * @param file the session
 * @param reader of the session; no reader of the other side, since both read at once
 * @param filter matches the flows that are compared
 */
public record DiffSide(Path file, SessionReader reader, Filter filter) {}
