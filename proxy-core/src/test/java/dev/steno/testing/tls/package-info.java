/** Certificates for test servers, and ClientHello messages. */
@NullMarked
package dev.steno.testing.tls;

import org.jspecify.annotations.NullMarked;
