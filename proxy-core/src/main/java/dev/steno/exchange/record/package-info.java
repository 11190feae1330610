/** What is recorded of an exchange: its flow, and the messages of its WebSocket. */
@NullMarked
package dev.steno.exchange.record;

import org.jspecify.annotations.NullMarked;
