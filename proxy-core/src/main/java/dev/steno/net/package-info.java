/**
 * The wire: sockets, TLS and HTTP parsing on Netty. The client's connection and the server's share one event loop, on
 * which everything here runs unless it says otherwise; nothing here blocks it.
 */
@NullMarked
package dev.steno.net;

import org.jspecify.annotations.NullMarked;
