/** Tests of HAR as it is written: {@code HarExporterTest}. */
@NullMarked
package dev.steno.interop.har.out;

import org.jspecify.annotations.NullMarked;
