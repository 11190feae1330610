/**
 * Scripts that run: versions of a file that replace one another while exchanges pass, the calls of their methods, and what
 * these are given.
 *
 * <p>Threads: handlers run on event loops if a script declares that, else on threads of blocking handlers; each file is
 * watched by a thread of its own. Uses {@code addon} as any addon does, {@code script}, {@code script.source}, {@code local}
 * for requests that a script sends, {@code content} for coded bodies, and {@code rule.body} for text that passes.
 */
@NullMarked
package dev.steno.script.run;

import org.jspecify.annotations.NullMarked;
