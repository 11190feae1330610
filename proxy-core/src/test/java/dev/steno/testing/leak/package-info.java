/** JUnit extensions that fail a test class during which a buffer leaked or an error went unnoticed. */
@NullMarked
package dev.steno.testing.leak;

import org.jspecify.annotations.NullMarked;
