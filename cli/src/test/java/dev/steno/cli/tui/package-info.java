/**
 * Tests of {@code steno tui}.
 *
 * <ul>
 *   <li>Beside a Steno that records: {@link AttachedTest}
 * </ul>
 */
package dev.steno.cli.tui;
