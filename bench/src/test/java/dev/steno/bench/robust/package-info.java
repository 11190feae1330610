@NullMarked
package dev.steno.bench.robust;

import org.jspecify.annotations.NullMarked;
