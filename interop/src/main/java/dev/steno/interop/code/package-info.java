/**
 * Requests as code that sends them again, one after the other: the formats of copies, for many flows. For the thread of an
 * export. Uses {@code interop.outlet} and {@code copy}.
 */
@NullMarked
package dev.steno.interop.code;

import org.jspecify.annotations.NullMarked;
