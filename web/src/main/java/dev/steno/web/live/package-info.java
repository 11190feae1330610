/**
 * The live channel: a WebSocket by which each page of the user interface follows a window of its own view.
 *
 * <p>Threads: the state of a channel is confined to the event loop of the API; rows are read on the threads of the views.
 */
@NullMarked
package dev.steno.web.live;

import org.jspecify.annotations.NullMarked;
