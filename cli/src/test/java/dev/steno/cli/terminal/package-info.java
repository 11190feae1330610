/**
 * Tests of the process's streams and signals.
 *
 * <ul>
 *   <li>signals: {@link SignalsTest}
 * </ul>
 */
package dev.steno.cli.terminal;
