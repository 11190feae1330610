/**
 * Clients without a socket: requests of {@code dev.steno.local} as exchanges, whose responses nobody reads but the record. On
 * the event loop of each client, unless a class says otherwise; nothing on it blocks. Uses {@code upstream} and below.
 */
@NullMarked
package dev.steno.net.local;

import org.jspecify.annotations.NullMarked;
