/**
 * Flows as lines of a table, for programs and spreadsheets: JSON lines and comma-separated values. For the thread of an
 * export. Uses {@code interop.outlet}, {@code json} and {@code store}.
 */
@NullMarked
package dev.steno.interop.table;

import org.jspecify.annotations.NullMarked;
