/**
 * The model context protocol over HTTP: messages are posted, and answered as JSON or as a stream of events (streamable HTTP, version
 * 2025-03-26 and later).
 *
 * <p>On the threads of requests, which may block. Uses {@code web.server} and {@code web.guard}, which check origin, name and token.
 */
@NullMarked
package dev.steno.mcp.http;

import org.jspecify.annotations.NullMarked;
