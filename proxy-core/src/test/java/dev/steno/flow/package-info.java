/**
 * Tests of flows.
 *
 * <ul>
 *   <li>what a flow weighs on the heap: {@link HeapBytesTest}
 * </ul>
 */
package dev.steno.flow;
