/**
 * The order of a view in memory: flow numbers, and for orders other than time their keys in compressed blocks.
 *
 * <p>Threads: for one thread at a time, with no lock. Pure: uses the domain and {@code store.SortColumn}, no session and no
 * view.
 */
@NullMarked
package dev.steno.view.index;

import org.jspecify.annotations.NullMarked;
