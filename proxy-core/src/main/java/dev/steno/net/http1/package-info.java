/**
 * HTTP/1 in both directions: parsers, writers, and the handlers of client and upstream connections. On the event loop of the
 * client's connection. Uses {@code http} and below; nothing of HTTP/2 or HTTP/3.
 */
@NullMarked
package dev.steno.net.http1;

import org.jspecify.annotations.NullMarked;
