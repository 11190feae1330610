/**
 * Tests of spans as they are written.
 *
 * <ul>
 *   <li>traces and attributes: {@link OtlpExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.otlp;

import org.jspecify.annotations.NullMarked;
