/** Tests of the work on whole sessions. */
@NullMarked
package dev.steno.sqlite.tool;

import org.jspecify.annotations.NullMarked;
