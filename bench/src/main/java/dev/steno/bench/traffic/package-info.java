/**
 * Synthetic traffic: flows as browsers and clients of APIs make them, as many as asked for, each a pure function of a seed and
 * the flow's number. So a session of any size can be made again, from several threads, and starting anywhere.
 */
@NullMarked
package dev.steno.bench.traffic;

import org.jspecify.annotations.NullMarked;
