/**
 * The state machine of an HTTP exchange. Its classes take input from the wire, pass it to the hooks of addons, publish the
 * flow, and send through the wire. They perform no I/O and depend on no socket or database. Each object is confined to the
 * event loop of its connection.
 */
@NullMarked
package dev.steno.exchange;

import org.jspecify.annotations.NullMarked;
