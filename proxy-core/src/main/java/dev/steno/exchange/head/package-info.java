/**
 * What a proxy does to the head of a message: fields that are not forwarded, {@code Max-Forwards}, the framing of the body, and
 * the responses that it gives itself. Pure functions over values of the domain.
 */
@NullMarked
package dev.steno.exchange.head;

import org.jspecify.annotations.NullMarked;
