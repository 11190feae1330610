/**
 * What all versions of HTTP share: the ports between the client's and the server's end of an exchange, the pool that joins them,
 * and the rules by which a request is read. On the event loop of the client's connection. Uses {@code conn} and below.
 */
@NullMarked
package dev.steno.net.http;

import org.jspecify.annotations.NullMarked;
