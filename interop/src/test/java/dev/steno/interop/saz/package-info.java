/**
 * Tests of session archives of Fiddler, which they build themselves.
 *
 * <ul>
 *   <li>mutated archives: {@link SazFuzzTest}
 *   <li>sessions, frames and passwords: {@link SazImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.saz;

import org.jspecify.annotations.NullMarked;
