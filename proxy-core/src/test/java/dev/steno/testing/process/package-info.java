/** The product and third-party programs as separate processes. */
@NullMarked
package dev.steno.testing.process;

import org.jspecify.annotations.NullMarked;
