/** The resources of rules: which there are, what they did, and what one would have done. */
@NullMarked
package dev.steno.web.rules;

import org.jspecify.annotations.NullMarked;
