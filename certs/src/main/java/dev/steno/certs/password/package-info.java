/** Password hashes. They are in the module of certificates because both use Bouncy Castle. */
@NullMarked
package dev.steno.certs.password;

import org.jspecify.annotations.NullMarked;
