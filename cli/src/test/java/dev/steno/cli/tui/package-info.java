/**
 * Tests of {@code steno tui}.
 *
 * <ul>
 *   <li>Beside a Steno that records: {@link AttachedTest}
 *   <li>Changing flows there, and saving those of a file: {@link FlowActionsBesideTest}
 * </ul>
 */
package dev.steno.cli.tui;
