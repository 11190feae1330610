/**
 * The session on disk: one SQLite file, written by one process and read by any. Here are the store, its reader and their
 * parts; only this package and those below it speak SQL. {@code docs/session-format.md} describes the format.
 *
 * <p>Threads: the store belongs to the writer thread, a reader serialises its calls. Uses {@code file}, {@code table} and
 * {@code query} below it, and implements {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.sqlite;

import org.jspecify.annotations.NullMarked;
