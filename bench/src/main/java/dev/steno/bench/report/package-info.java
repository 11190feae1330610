/** The output of figures: a table for people, one line of JSON for scripts. */
@NullMarked
package dev.steno.bench.report;

import org.jspecify.annotations.NullMarked;
