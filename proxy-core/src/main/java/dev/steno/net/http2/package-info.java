/**
 * HTTP/2 in both directions: connections, their streams, their codec and what bounds a peer. On the event loop of the client's
 * connection. Uses {@code http1} and below.
 */
@NullMarked
package dev.steno.net.http2;

import org.jspecify.annotations.NullMarked;
