/**
 * The rows: one class for each table writes and reads it, and says which row is damaged.
 *
 * <p>Threads: a table is for the thread that has the connection. Uses {@code sqlite.file} and {@code codec}.
 */
@NullMarked
package dev.steno.sqlite.table;

import org.jspecify.annotations.NullMarked;
