/** The bytes of bodies on their way: chunks, their queues, and the copies for the record. */
@NullMarked
package dev.steno.exchange.body;

import org.jspecify.annotations.NullMarked;
