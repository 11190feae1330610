/** The cost of scripts: compiling, loading again, and calls of their methods. On the thread of the benchmark. */
@NullMarked
package dev.steno.bench.script;

import org.jspecify.annotations.NullMarked;
