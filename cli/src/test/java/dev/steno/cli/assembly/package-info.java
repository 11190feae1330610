/** Tests of what is assembled: which sessions were recorded, {@link RecentSessionsTest}. */
package dev.steno.cli.assembly;
