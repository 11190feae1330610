/** Resources about held messages: a list, changes, and what ends a hold. */
@NullMarked
package dev.steno.web.held;

import org.jspecify.annotations.NullMarked;
