/**
 * The processing of a message's head in a proxy: fields that are not forwarded, {@code Max-Forwards}, the framing of the body, and
 * the responses that Steno generates itself. Pure functions over values of the domain.
 */
@NullMarked
package dev.steno.exchange.head;

import org.jspecify.annotations.NullMarked;
