/**
 * From the source of a script to its class: the file is read, wrapped in a class if it has only methods, compiled in process
 * (javax.tools) and loaded by a class loader of its own.
 *
 * <p>Threads: any that may block; a compilation takes seconds of CPU time at first. Uses {@code script} and {@code addon.jar}
 * for the packages that a script may use. The only user of the compiler.
 */
@NullMarked
package dev.steno.script.source;

import org.jspecify.annotations.NullMarked;
