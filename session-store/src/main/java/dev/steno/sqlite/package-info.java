/**
 * The session on disk: one SQLite file, written by one process and read by any. Contains the store, its reader and
 * their parts; only this package and its subpackages use SQL. {@code docs/session-format.md} describes the format.
 *
 * <p>Threads: the store belongs to the writer thread; a reader serialises its calls. Uses its subpackages {@code file},
 * {@code table} and {@code query}, and implements {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.sqlite;

import org.jspecify.annotations.NullMarked;
