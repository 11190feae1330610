/**
 * The file as a whole: opening and locking it, its schema, its migrations ({@code schema/001.sql} and those behind), what
 * stands beside it, and what SQLite's failures mean for people.
 *
 * <p>Threads: each connection is for one thread at a time. Uses no other package of the store but {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.sqlite.file;

import org.jspecify.annotations.NullMarked;
