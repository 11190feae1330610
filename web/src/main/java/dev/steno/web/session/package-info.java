/**
 * The recorded session as resources see it: readers, the newest revisions of flows, and views by number. Methods may block,
 * so never on an event loop.
 */
@NullMarked
package dev.steno.web.session;

import org.jspecify.annotations.NullMarked;
