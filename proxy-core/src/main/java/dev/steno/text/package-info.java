/**
 * Flows and what belongs to them as text for people: escaped, in short units, coloured where that is wanted. Pure; for any
 * thread. Formats for programs are made elsewhere.
 */
@NullMarked
package dev.steno.text;

import org.jspecify.annotations.NullMarked;
