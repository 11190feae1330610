/**
 * Tests of output formats.
 *
 * <ul>
 *   <li>JSON: {@link FlowJsonTest}
 * </ul>
 */
package dev.steno.cli.print;
