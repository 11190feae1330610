/** Values in JSON texts: paths to them, and changes that leave all else as it was written. Pure functions. */
@NullMarked
package dev.steno.rule.json;

import org.jspecify.annotations.NullMarked;
