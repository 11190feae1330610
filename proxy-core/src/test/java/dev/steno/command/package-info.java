/**
 * Tests of commands and their registry.
 *
 * <ul>
 *   <li>the registry: {@link CommandsTest}
 *   <li>the language: {@link CommandLineTest}, {@link CommandLineFuzzTest}
 *   <li>the page: {@link CommandReferenceTest}
 * </ul>
 */
package dev.steno.command;
