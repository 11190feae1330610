/** A proxy in the process of the test, and base classes for tests of it. */
@NullMarked
package dev.steno.testing.proxy;

import org.jspecify.annotations.NullMarked;
