/** Tests of the JSON scanner, with Jackson as the oracle. */
@NullMarked
package dev.steno.interop.json;

import org.jspecify.annotations.NullMarked;
