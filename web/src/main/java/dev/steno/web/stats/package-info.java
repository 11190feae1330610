/**
 * The resources that count: statistics, the tree of hosts and paths, and filters completed with what occurs.
 */
@NullMarked
package dev.steno.web.stats;

import org.jspecify.annotations.NullMarked;
