/**
 * Queries of people in SQL: one statement that only reads, with functions for header fields and bodies, which columns do
 * not contain.
 *
 * <p>Threads: a query is for one thread. Uses {@code sqlite.file} and the reader of {@code sqlite}; changes nothing.
 */
@NullMarked
package dev.steno.sqlite.sql;

import org.jspecify.annotations.NullMarked;
