/** Tests of the options of {@code steno run}: how its flags are read, {@link FlagReaderTest}. */
package dev.steno.cli.option;
