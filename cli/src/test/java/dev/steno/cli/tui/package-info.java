/**
 * Tests of {@code steno tui}.
 *
 * <ul>
 *   <li>Beside a Steno that records: {@link AttachedTest}
 *   <li>Its held messages, edits and rules: {@link HeldBesideTest}
 * </ul>
 */
package dev.steno.cli.tui;
