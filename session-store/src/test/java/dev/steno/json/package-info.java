/**
 * Tests of flows as JSON.
 *
 * <ul>
 *   <li>numbers: {@link FlowJsonTest}, and those of flows: {@link FlowIdJsonTest}
 *   <li>operations of an edit: {@link EditJsonTest}
 * </ul>
 */
package dev.steno.json;
