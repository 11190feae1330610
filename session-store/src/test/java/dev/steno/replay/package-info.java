/**
 * Tests of client replay with a real session, a real proxy and real servers.
 *
 * <ul>
 *   <li>the queue, single requests, and what is refused: {@link ClientReplayTest}
 *   <li>runs with options: {@link LiveRunTest}
 * </ul>
 */
package dev.steno.replay;
