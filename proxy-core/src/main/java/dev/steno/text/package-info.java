/**
 * Flows as text for people: escaped, in short units, optionally coloured. Pure; any thread. Formats for programs are
 * not produced here.
 */
@NullMarked
package dev.steno.text;

import org.jspecify.annotations.NullMarked;
