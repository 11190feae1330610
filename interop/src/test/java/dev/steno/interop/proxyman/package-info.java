/** Tests of the import of logs of Proxyman. */
@NullMarked
package dev.steno.interop.proxyman;

import org.jspecify.annotations.NullMarked;
