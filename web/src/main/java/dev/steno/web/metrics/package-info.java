/**
 * The metrics of a running Steno for monitoring systems: what is counted of traffic, what other parts add, and the text
 * formats of Prometheus and OpenMetrics. Event loops only add to counters; a scrape reads them on a thread of the API. Uses
 * {@code addon} for what passes, {@code web.http} and {@code web.guard} for its resource.
 */
@NullMarked
package dev.steno.web.metrics;

import org.jspecify.annotations.NullMarked;
