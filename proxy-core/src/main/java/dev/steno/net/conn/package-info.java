/**
 * One client connection's facts, and what all connections of a running proxy share. A connection's facts are confined to its event
 * loop; what is shared is immutable or says which threads may use it. Uses {@code tls} and below.
 */
@NullMarked
package dev.steno.net.conn;

import org.jspecify.annotations.NullMarked;
