/**
 * The messages of a flow in the terminal user interface: of a WebSocket, a raw stream or an event stream. A list that
 * follows, the opened message, and sending. Uses the viewer and the packages of screens.
 */
@NullMarked
package dev.steno.tui.message;

import org.jspecify.annotations.NullMarked;
