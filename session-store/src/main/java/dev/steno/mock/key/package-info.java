/**
 * What two requests must have in common for a mock to answer one with the response of the other, as parts that can be
 * compared, hashed and named.
 *
 * <p>Pure functions on immutable values; any thread. Bodies are given as bytes, so nothing here reads the disk. Uses {@code
 * compare} for the values of JSON, {@code content} and {@code flow}.
 */
@NullMarked
package dev.steno.mock.key;

import org.jspecify.annotations.NullMarked;
