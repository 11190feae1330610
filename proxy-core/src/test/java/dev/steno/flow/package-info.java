/**
 * Tests of flows.
 *
 * <ul>
 *   <li>numbers of flows and their text: {@link FlowNumberTest}
 *   <li>heap use of a flow: {@link HeapBytesTest}
 *   <li>changed fields and URLs: {@link HeadersTest}, {@link RequestUrlTest}
 * </ul>
 */
package dev.steno.flow;
