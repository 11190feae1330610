/**
 * A sketch of an API from recorded flows (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0): paths, parameters, and schemas
 * merged over all bodies. For the thread of an export; memory is bounded by the size of the sketch. Uses
 * {@code interop.outlet}, {@code stats} for templates of paths, {@code content} and {@code json}.
 */
@NullMarked
package dev.steno.interop.openapi;

import org.jspecify.annotations.NullMarked;
