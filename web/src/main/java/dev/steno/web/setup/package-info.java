/**
 * What a new user has to do, and what of it is done: which client came, what passed, whether it took the certificate.
 */
@NullMarked
package dev.steno.web.setup;

import org.jspecify.annotations.NullMarked;
