/**
 * Reads a shared store: pages by time, searches, flows, bodies and messages by number, and a feed of what changes. One
 * connection a reader, which is opened again after a failure of the server or the network.
 *
 * <p>Threads: a reader serialises its calls, each of which blocks, so never on an event loop; the feed has a thread of its
 * own. Uses {@code fleet.server}, {@code store}, {@code store.condition}, {@code codec} and {@code view}.
 */
@NullMarked
package dev.steno.fleet.read;

import org.jspecify.annotations.NullMarked;
