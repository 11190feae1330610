/**
 * The product as a process, and the base of the clients and servers that measurements use: they store nothing and allocate
 * little.
 */
@NullMarked
package dev.steno.bench.peer;

import org.jspecify.annotations.NullMarked;
