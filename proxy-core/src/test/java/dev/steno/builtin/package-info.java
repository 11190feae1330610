/**
 * Tests of the built-in addons.
 *
 * <ul>
 *   <li>the page of the CA: {@link CaPageTest}
 *   <li>printing of flows: {@link FlowPrinterTest}
 *   <li>hosts that pass through: {@link HostPatternsTest}, {@link RememberedRefusalsTest}
 *   <li>helper collections: {@link IdSetTest}
 * </ul>
 */
package dev.steno.builtin;
