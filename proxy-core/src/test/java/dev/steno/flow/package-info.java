/**
 * Tests of flows.
 *
 * <ul>
 *   <li>heap use of a flow: {@link HeapBytesTest}
 *   <li>changed fields and URLs: {@link HeadersTest}, {@link RequestUrlTest}
 * </ul>
 */
package dev.steno.flow;
