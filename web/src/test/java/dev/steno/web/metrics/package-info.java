/**
 * Tests of the metrics.
 *
 * <ul>
 *   <li>what is counted of flows and connections: {@link TrafficMetricsTest}
 *   <li>what is told of a shipper: {@link ShipperMetricsTest}
 *   <li>the text formats, read by a parser of others: {@link MetricWriterTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.metrics;

import org.jspecify.annotations.NullMarked;
