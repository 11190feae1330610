/**
 * Tests of the resources about flows, over a session that is recorded meanwhile.
 *
 * <ul>
 *   <li>pages and streams: {@link FlowsResourceTest}
 *   <li>one flow, its notes and copies: {@link FlowResourceTest}; the numbers of a shared store: {@link SharedNumbersTest}
 *   <li>sets of flows, and two compared: {@link FlowSetResourceTest}, {@link DiffResourceTest}
 *   <li>flows of a store that several recorders share: {@link SharedNumbersTest}
 * </ul>
 */
package dev.steno.web.flows;
