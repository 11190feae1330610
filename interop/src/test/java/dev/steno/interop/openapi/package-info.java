/** Tests of sketches in OpenAPI. */
@NullMarked
package dev.steno.interop.openapi;

import org.jspecify.annotations.NullMarked;
