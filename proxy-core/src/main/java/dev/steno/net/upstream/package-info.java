/**
 * Getting a connection to a server: the pool of one client connection, the look-up and the race of addresses, the next proxy, TLS
 * with the server. On the event loop of the client's connection. Uses {@code http3} and below, and creates their
 * handlers for connections to servers.
 */
@NullMarked
package dev.steno.net.upstream;

import org.jspecify.annotations.NullMarked;
