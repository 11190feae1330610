/** Tests of the session file: real files, real processes. */
@NullMarked
package dev.steno.sqlite;

import org.jspecify.annotations.NullMarked;
