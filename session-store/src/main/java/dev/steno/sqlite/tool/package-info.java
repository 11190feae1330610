/**
 * Work on whole sessions: save, merge, remove, compact, and the commands for that.
 *
 * <p>Threads: one piece of work is for one thread; it blocks and can be stopped, so never on an event loop. Uses everything
 * else in {@code sqlite}; nothing in {@code sqlite} uses it.
 */
@NullMarked
package dev.steno.sqlite.tool;

import org.jspecify.annotations.NullMarked;
