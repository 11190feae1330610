/**
 * Filters as conditions on the columns of a flow, which a store prints in its dialect of SQL: what is sure by the columns,
 * and what may hold.
 *
 * <p>Threads: pure functions and immutable values. Uses {@code store}, {@code filter} and {@code flow}; knows no
 * database.
 */
@NullMarked
package dev.steno.store.condition;

import org.jspecify.annotations.NullMarked;
