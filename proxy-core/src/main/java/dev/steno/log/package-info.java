/**
 * The log of a running Steno: lines with time, level and subject, the newest of which are kept on the heap, and a file
 * that they are written to. Adding a line never blocks; the file has a thread of its own.
 */
@NullMarked
package dev.steno.log;

import org.jspecify.annotations.NullMarked;
