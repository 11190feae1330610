/**
 * Flows as a script of k6 (https://grafana.com/docs/k6), which sends them again as a load test. For the thread of an export.
 * Uses {@code interop.outlet} and {@code copy}.
 */
@NullMarked
package dev.steno.interop.k6;

import org.jspecify.annotations.NullMarked;
