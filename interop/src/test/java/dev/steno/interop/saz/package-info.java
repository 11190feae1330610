/** Tests of session archives of Fiddler, which they build themselves. */
@NullMarked
package dev.steno.interop.saz;

import org.jspecify.annotations.NullMarked;
