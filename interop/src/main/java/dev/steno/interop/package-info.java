/**
 * Import and export: which formats there are, how a file's format is recognised, and one run from a file to a session or
 * back. Blocks; any thread but an event loop. Each format is a package of its own below this one.
 */
@NullMarked
package dev.steno.interop;

import org.jspecify.annotations.NullMarked;
