/**
 * Operations on whole sessions: save, merge, remove and compact, with their commands.
 *
 * <p>Threads: one operation is for one thread; it blocks and can be stopped, so never on an event loop. Uses everything
 * else in {@code sqlite}; nothing in {@code sqlite} uses it.
 */
@NullMarked
package dev.steno.sqlite.tool;

import org.jspecify.annotations.NullMarked;
