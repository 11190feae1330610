/**
 * Tests of what is done with flows in the terminal user interface.
 *
 * <ul>
 *   <li>Marks, comments, removal: {@link FlowActionsTest}
 *   <li>Requests that are sent again, in a terminal: {@link TerminalReplayTest}
 *   <li>Copies: {@link CopyActionsTest}
 *   <li>Files and programs: {@link FileActionsTest}
 * </ul>
 */
package dev.steno.tui.action;
