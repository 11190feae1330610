/**
 * The file as a whole: opening and locking it, its schema, its migrations ({@code schema/001.sql} and later), the files
 * beside it, and messages for SQLite's failures.
 *
 * <p>Threads: each connection is for one thread at a time. Of the store's packages, uses only {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.sqlite.file;

import org.jspecify.annotations.NullMarked;
