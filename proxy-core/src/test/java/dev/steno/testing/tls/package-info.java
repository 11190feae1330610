/** Certificates for the servers of tests, and first messages of TLS. */
@NullMarked
package dev.steno.testing.tls;

import org.jspecify.annotations.NullMarked;
