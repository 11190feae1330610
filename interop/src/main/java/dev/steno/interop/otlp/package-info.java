/**
 * Flows as spans of OpenTelemetry, in the file form of OTLP/JSON. Metadata only: no bodies, no header fields but User-Agent.
 * For the thread of an export. Uses {@code interop.outlet} and {@code json}.
 */
@NullMarked
package dev.steno.interop.otlp;

import org.jspecify.annotations.NullMarked;
