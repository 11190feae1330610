/**
 * Tests of output formats.
 *
 * <ul>
 *   <li>JSON and hexadecimal: {@link LayoutTest}
 * </ul>
 */
package dev.steno.cli.print;
