/**
 * Tests of flows.
 *
 * <ul>
 *   <li>heap use of a flow: {@link HeapBytesTest}
 * </ul>
 */
package dev.steno.flow;
