/**
 * The HTTP server of the API, on an event loop of its own.
 */
@NullMarked
package dev.steno.web.server;

import org.jspecify.annotations.NullMarked;
