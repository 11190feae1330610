/**
 * Tests of the built-in addons.
 *
 * <ul>
 *   <li>the page of the CA: {@link CaPageTest}
 *   <li>what a client that refuses the certificate is told: {@link TrustHintTest}
 *   <li>printing of flows: {@link FlowPrinterTest}
 *   <li>hosts that pass through: {@link HostPatternsTest}, {@link RememberedRefusalsTest}
 *   <li>helper collections: {@link IdSetTest}
 * </ul>
 */
package dev.steno.builtin;
