/** Tests of the metrics: what is counted, and that programs of others read the page. */
@NullMarked
package dev.steno.web.metrics;

import org.jspecify.annotations.NullMarked;
