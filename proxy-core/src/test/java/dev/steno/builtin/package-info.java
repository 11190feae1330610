/**
 * Tests of the built-in addons.
 *
 * <ul>
 *   <li>the page of the CA: {@link CaPageTest}
 *   <li>the line of a flow: {@link FlowPrinterTest}
 *   <li>hosts that pass through: {@link HostPatternsTest}, {@link RememberedRefusalsTest}
 *   <li>small parts: {@link IdSetTest}
 * </ul>
 */
package dev.steno.builtin;
