/**
 * What exporters share: the flows of a session, page by page, with their bodies and messages, without secrets unless they are
 * asked for. An exporter runs on one thread, which may block, and holds one flow and one chunk at a time. Uses
 * {@code interop.loss}, {@code flow} and {@code store}.
 */
@NullMarked
package dev.steno.interop.outlet;

import org.jspecify.annotations.NullMarked;
