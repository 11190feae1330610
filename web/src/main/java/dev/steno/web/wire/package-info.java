/**
 * The resources about clients and their connections: what connected, what passes through, and the certificate.
 */
@NullMarked
package dev.steno.web.wire;

import org.jspecify.annotations.NullMarked;
