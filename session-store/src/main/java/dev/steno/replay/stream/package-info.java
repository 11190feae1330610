/**
 * Streams that are sent again: the client's side of recorded WebSockets and raw streams, played from the record, and event streams
 * that are read as far as they were recorded.
 *
 * <p>Threads: parts and limits are called on event loops, and read the record on an executor, one page at a time. Uses {@code
 * local}, {@code flow}, {@code content.stream} and {@code store}.
 */
@NullMarked
package dev.steno.replay.stream;

import org.jspecify.annotations.NullMarked;
