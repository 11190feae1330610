/**
 * Searches: a filter as conditions in SQL as far as the columns go, the index of texts, and flows themselves for the rest.
 *
 * <p>Threads: one search is for one thread at a time, under its reader's lock. Uses {@code sqlite.file} and
 * {@code sqlite.table}; changes nothing.
 */
@NullMarked
package dev.steno.sqlite.query;

import org.jspecify.annotations.NullMarked;
