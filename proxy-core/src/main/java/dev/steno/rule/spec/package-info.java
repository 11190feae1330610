/** The texts of rules: their parts, their replacements, and whether their filters can ever match. */
@NullMarked
package dev.steno.rule.spec;

import org.jspecify.annotations.NullMarked;
