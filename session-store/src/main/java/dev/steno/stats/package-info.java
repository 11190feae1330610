/**
 * Statistics of a session: questions such as the timeline, groups or the heat map, answered by adding up columns of the
 * flows without decoding them.
 *
 * <p>Threads: answers are computed on the one thread {@code statistics}, in short reads; the asking thread waits. Uses
 * {@code store} and the filter.
 */
@NullMarked
package dev.steno.stats;

import org.jspecify.annotations.NullMarked;
