/** Programs that others wrote, called as a person calls them. */
@NullMarked
package dev.steno.testing.process;

import org.jspecify.annotations.NullMarked;
