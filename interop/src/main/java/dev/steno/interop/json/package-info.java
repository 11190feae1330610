/**
 * A scanner for JSON as tools write it: reads a stream once, forwards long strings without holding them, passes over any depth
 * without recursion, names the byte of a fault and goes on behind it. For one thread. Uses no other package.
 */
@NullMarked
package dev.steno.interop.json;

import org.jspecify.annotations.NullMarked;
