/**
 * Tests of {@code steno run}.
 *
 * <ul>
 *   <li>its flags: {@link FlagReaderTest}
 *   <li>which sessions were recorded: {@link RecentSessionsTest}
 * </ul>
 */
package dev.steno.cli.run;
