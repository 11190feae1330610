/**
 * Tests of what is read of an event stream: {@link EventStreamCountTest}. Streams that are sent again are tested with real peers, in
 * {@code dev.steno.replay.run}.
 */
package dev.steno.replay.stream;
