/** The memory of a proxy process under load: a small origin, a small client, and the proxy as people start it. */
@NullMarked
package dev.steno.bench.memory;

import org.jspecify.annotations.NullMarked;
