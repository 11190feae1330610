/**
 * Tests of commands and their registry.
 *
 * <ul>
 *   <li>the registry: {@link CommandsTest}
 *   <li>the syntax of lines: {@link CommandLineTest}, {@link CommandLineFuzzTest}
 *   <li>the reference page: {@link CommandReferenceTest}
 * </ul>
 */
package dev.steno.command;
