/**
 * Tests of how fast data is sent, with a clock of their own.
 *
 * <ul>
 *   <li>rates, pieces and sharing: {@link PaceTest}
 * </ul>
 */
package dev.steno.pace;
