/**
 * HTTP/3 and QUIC, towards clients only. All connections of one listener share its event loop; the handshake's keys
 * are looked up on a separate thread. Uses {@code http2}, whose codes and limits HTTP/3 takes over, and below.
 */
@NullMarked
package dev.steno.net.http3;

import org.jspecify.annotations.NullMarked;
