/**
 * Searches: SQL conditions where the columns suffice, the index of texts, and decoded flows for the rest.
 *
 * <p>Threads: one search is for one thread at a time, under its reader's lock. Uses {@code sqlite.file} and
 * {@code sqlite.table}; changes nothing.
 */
@NullMarked
package dev.steno.sqlite.query;

import org.jspecify.annotations.NullMarked;
