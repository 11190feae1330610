/** Tests of the import of HTTP archives. {@code Hars} writes small ones. */
@NullMarked
package dev.steno.interop.har;

import org.jspecify.annotations.NullMarked;
