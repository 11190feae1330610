/**
 * Tests of lines of tables as they are written.
 *
 * <ul>
 *   <li>values with separators, JSON lines: {@link CsvExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.table;

import org.jspecify.annotations.NullMarked;
