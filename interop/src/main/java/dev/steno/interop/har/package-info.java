/**
 * Import of HTTP archives (HAR 1.1 and 1.2) as browsers, proxies and test tools write them, read once and in order. An entry is
 * read whole, but for its bodies and WebSocket messages, then turned into a flow. For one thread. Uses {@code interop.json},
 * {@code interop.text} and {@code interop.intake}.
 */
@NullMarked
package dev.steno.interop.har;

import org.jspecify.annotations.NullMarked;
