/** Tests of exports as code. */
@NullMarked
package dev.steno.interop.code;

import org.jspecify.annotations.NullMarked;
