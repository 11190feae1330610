/**
 * Tests of web archives, in and out; what is written is read by another library.
 *
 * <ul>
 *   <li>archives that are written: {@link WarcExporterTest}
 *   <li>mutated archives: {@link WarcFuzzTest}
 *   <li>archives that are read: {@link WarcImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.warc;

import org.jspecify.annotations.NullMarked;
