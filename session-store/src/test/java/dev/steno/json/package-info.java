/**
 * Tests of flows as JSON.
 *
 * <ul>
 *   <li>numbers: {@link FlowJsonTest}
 * </ul>
 */
package dev.steno.json;
