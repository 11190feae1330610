/**
 * Tests of runs over a record with a real session, a real proxy and real servers.
 *
 * <ul>
 *   <li>times, order, ends and counts: {@link RecordRunTest}
 * </ul>
 */
package dev.steno.replay.run;
