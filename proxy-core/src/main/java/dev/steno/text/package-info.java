/**
 * Flows as text for people: escaped, in short units, optionally coloured; points in time for people and for programs. Any
 * thread.
 */
@NullMarked
package dev.steno.text;

import org.jspecify.annotations.NullMarked;
