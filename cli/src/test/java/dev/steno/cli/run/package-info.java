/**
 * Tests of {@code steno run}.
 *
 * <ul>
 *   <li>its flags: {@link FlagReaderTest}
 * </ul>
 */
package dev.steno.cli.run;
