/** Tests of checks and repairs. */
@NullMarked
package dev.steno.sqlite.check;

import org.jspecify.annotations.NullMarked;
