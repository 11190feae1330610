/**
 * Tests of the terminal user interface.
 *
 * <ul>
 *   <li>Without a terminal: {@link BrowsingTest}, {@link FollowingTest}, {@link HostileFlowsTest}, {@link ListKeysTest}, {@link DrawingPaceTest},
 *       {@link TypedAheadTest}
 *   <li>On a terminal of streams: {@link TuiTest}
 *   <li>The page {@code docs/tui.md}: {@link TuiPageTest}
 *   <li>In a terminal, by tmux: {@link TerminalTest}
 *   <li>Terminals of a run, of a shell, and what is kept of lines: {@link LiveTerminalTest}, {@link ShellTerminalTest},
 *       {@link HistoryTest}
 * </ul>
 */
package dev.steno.tui;
