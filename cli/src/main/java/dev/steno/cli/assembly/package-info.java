/**
 * Makes the parts of the product from its options, connects them and starts them: addons, commands, listeners, record, interfaces.
 * Used by one thread at a time; slow starts run on a thread of their own. {@code cli.run} says when they start and end, and announces it.
 */
@NullMarked
package dev.steno.cli.assembly;

import org.jspecify.annotations.NullMarked;
