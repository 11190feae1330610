/** Tests of spans as they are written: {@code OtlpExporterTest}. */
@NullMarked
package dev.steno.interop.otlp;

import org.jspecify.annotations.NullMarked;
