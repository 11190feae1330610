/**
 * The rows: each class writes and reads one table, and reports damaged rows.
 *
 * <p>Threads: a table is for the thread that has the connection. Uses {@code sqlite.file} and {@code codec}.
 */
@NullMarked
package dev.steno.sqlite.table;

import org.jspecify.annotations.NullMarked;
