/**
 * CONNECT, and everything that is not HTTP: decides what a tunnel carries, intercepts TLS, relays raw streams and WebSockets. On the
 * event loop of the client's connection, except for the minting of certificates. Uses {@code upstream} and below.
 */
@NullMarked
package dev.steno.net.tunnel;

import org.jspecify.annotations.NullMarked;
