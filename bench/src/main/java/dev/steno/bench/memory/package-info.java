/** The memory of a proxy process under load: an origin, clients, and the proxy started as users start it. */
@NullMarked
package dev.steno.bench.memory;

import org.jspecify.annotations.NullMarked;
