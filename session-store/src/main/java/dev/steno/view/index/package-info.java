/**
 * The order of a view in memory: flow numbers and, for orders other than time, their sort keys in compressed blocks.
 *
 * <p>Threads: for one thread at a time, without locks. Pure: uses the domain and {@code store.SortColumn}, but neither
 * session nor view.
 */
@NullMarked
package dev.steno.view.index;

import org.jspecify.annotations.NullMarked;
