/** Tests of searches: what SQL finds is what a test of each flow finds. */
@NullMarked
package dev.steno.sqlite.query;

import org.jspecify.annotations.NullMarked;
