/**
 * Tests of what is printed.
 *
 * <ul>
 *   <li>JSON and hexadecimal: {@link LayoutTest}
 * </ul>
 */
package dev.steno.cli.print;
