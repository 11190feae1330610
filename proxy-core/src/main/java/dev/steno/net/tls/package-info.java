/**
 * TLS towards clients and servers: contexts, keys, the ClientHello, ALPN, trust in servers. Contexts are created on the {@code tls-setup}
 * thread and serve all event loops; the state of one handshake is confined to that of its connection. Uses {@code settings} and
 * {@code channel}.
 */
@NullMarked
package dev.steno.net.tls;

import org.jspecify.annotations.NullMarked;
