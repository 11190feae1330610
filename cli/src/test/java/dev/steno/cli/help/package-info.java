/**
 * Tests of help pages, completion scripts and messages about arguments.
 *
 * <ul>
 *   <li>help pages: {@link HelpPagesTest}
 *   <li>shells and man: {@link CompletionTest}
 * </ul>
 */
package dev.steno.cli.help;
