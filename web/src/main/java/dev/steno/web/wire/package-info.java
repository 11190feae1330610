/**
 * The resources about clients and their connections: what connected, what passes through, and how a client is set up.
 */
@NullMarked
package dev.steno.web.wire;

import org.jspecify.annotations.NullMarked;
