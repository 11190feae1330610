/**
 * Tests of {@code steno tui}.
 *
 * <ul>
 *   <li>Beside a Steno that records: {@link AttachedTest}
 *   <li>Messages that a person sends in a stream, and a revision that is restored: {@link SendingTest}
 *   <li>Changing flows there, and saving those of a file: {@link FlowActionsBesideTest}
 *   <li>Its held messages, edits and rules: {@link HeldBesideTest}
 * </ul>
 */
package dev.steno.cli.tui;
