/** Password hashes. They are in the certificates' module because Bouncy Castle provides what both need. */
@NullMarked
package dev.steno.certs.password;

import org.jspecify.annotations.NullMarked;
