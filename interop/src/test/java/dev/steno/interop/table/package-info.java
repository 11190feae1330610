/** Tests of lines of tables as they are written: {@code CsvExporterTest}. */
@NullMarked
package dev.steno.interop.table;

import org.jspecify.annotations.NullMarked;
