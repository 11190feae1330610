/** The product as a process, and what clients and servers of the measurements share: they keep nothing and allocate little. */
@NullMarked
package dev.steno.bench.peer;

import org.jspecify.annotations.NullMarked;
