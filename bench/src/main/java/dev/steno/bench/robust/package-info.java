/** What becomes of the record when things go wrong: processes that are killed under load, and what is there afterwards. */
@NullMarked
package dev.steno.bench.robust;

import org.jspecify.annotations.NullMarked;
