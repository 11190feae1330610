/**
 * Tests of HAR as it is written.
 *
 * <ul>
 *   <li>entries, bodies and messages: {@link HarExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.har.out;

import org.jspecify.annotations.NullMarked;
