/**
 * Bodies that stand as texts in a file: kept aside until it is known what they are, then turned into the bytes that passed. For
 * one thread. Uses {@code interop.json} and {@code interop.intake}.
 */
@NullMarked
package dev.steno.interop.text;

import org.jspecify.annotations.NullMarked;
