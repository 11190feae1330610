/** The cost of a shared store: proxies that ship to a PostgreSQL which a measurement starts, and readers of what they shipped. */
@NullMarked
package dev.steno.bench.shared;

import org.jspecify.annotations.NullMarked;
