/**
 * Tests of runs over a record with a real session, a real proxy and real servers.
 *
 * <ul>
 *   <li>times, order, ends and counts: {@link RecordRunTest}
 *   <li>versions of HTTP, shapes of responses, times, samples: {@link RunProtocolsTest}
 *   <li>their base: {@link RunningRecord}
 * </ul>
 */
package dev.steno.replay.run;
