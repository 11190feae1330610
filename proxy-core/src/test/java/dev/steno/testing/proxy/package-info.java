/** A proxy in the test's own process, and the classes that tests of it extend. */
@NullMarked
package dev.steno.testing.proxy;

import org.jspecify.annotations.NullMarked;
