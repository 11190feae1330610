/**
 * The port by which an exchange acts on its client and its server, and a wrapper of it that holds the end of a response back until
 * the record is durable.
 *
 * <p>On the exchange's event loop; never blocks. Uses {@code exchange.body} and {@code exchange.head}.
 */
@NullMarked
package dev.steno.exchange.wire;

import org.jspecify.annotations.NullMarked;
