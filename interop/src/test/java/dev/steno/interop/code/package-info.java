/**
 * Tests of exports as code.
 *
 * <ul>
 *   <li>requests as code: {@link CopyExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.code;

import org.jspecify.annotations.NullMarked;
