/**
 * Synthetic traffic: any number of flows as browsers and clients of APIs produce them, each a pure function of a seed and
 * the flow's number. A session of any size can therefore be generated again, by several threads and from any number on.
 */
@NullMarked
package dev.steno.bench.traffic;

import org.jspecify.annotations.NullMarked;
