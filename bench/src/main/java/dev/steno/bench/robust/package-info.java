/** Durability under failure: the proxy is killed under load, and its session is compared with what clients received. */
@NullMarked
package dev.steno.bench.robust;

import org.jspecify.annotations.NullMarked;
