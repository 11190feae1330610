/** How figures are shown: a table for people, one line of JSON for scripts. */
@NullMarked
package dev.steno.bench.report;

import org.jspecify.annotations.NullMarked;
