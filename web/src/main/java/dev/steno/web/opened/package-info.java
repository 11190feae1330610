/**
 * Other sessions, opened read-only beside the recorded one: files that a page sends, with the same resources below paths of their
 * own. On the threads of requests, which may block; live channels on the server's event loop. Uses {@code interop}, {@code
 * web.exchange} and the resources about flows.
 */
@NullMarked
package dev.steno.web.opened;

import org.jspecify.annotations.NullMarked;
