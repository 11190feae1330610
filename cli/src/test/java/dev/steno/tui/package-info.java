/**
 * Tests of the terminal user interface.
 *
 * <ul>
 *   <li>Without a terminal: {@link BrowsingTest}, {@link FollowingTest}
 *   <li>In a terminal, by tmux: {@link TerminalTest}
 * </ul>
 */
package dev.steno.tui;
