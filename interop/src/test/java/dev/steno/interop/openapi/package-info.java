/**
 * Tests of sketches in OpenAPI.
 *
 * <ul>
 *   <li>paths and schemas: {@link OpenApiExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.openapi;

import org.jspecify.annotations.NullMarked;
