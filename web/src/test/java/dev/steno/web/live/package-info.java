/**
 * Tests of the live channel on real sockets.
 *
 * <ul>
 *   <li>the opening of a channel, and its end: {@link LiveOpeningTest}
 *   <li>windows: {@link LiveWindowTest}
 *   <li>searches: {@link LiveSearchTest}
 *   <li>messages of a flow: {@link LiveMessagesTest}
 *   <li>the status, the log, options and commands: {@link LiveNewsTest}
 * </ul>
 */
package dev.steno.web.live;
