/**
 * Tests of the screens beside the flows.
 *
 * <ul>
 *   <li>Statistics, tree, connections, and what a file alone has: {@link PagesTest}; how figures are drawn: {@link ChartsTest}
 *   <li>Options, log and commands of a process: {@link RunningPagesTest}
 * </ul>
 */
package dev.steno.tui.page;
