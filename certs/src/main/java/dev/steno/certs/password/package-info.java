/** Passwords that are kept as hashes only. Beside the certificates, since Bouncy Castle has what both need. */
@NullMarked
package dev.steno.certs.password;

import org.jspecify.annotations.NullMarked;
