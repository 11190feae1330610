/**
 * Tests of flows as JSON.
 *
 * <ul>
 *   <li>numbers: {@link FlowJsonTest}, {@link FlowIdJsonTest}
 *   <li>operations of an edit: {@link EditJsonTest}
 * </ul>
 */
package dev.steno.json;
