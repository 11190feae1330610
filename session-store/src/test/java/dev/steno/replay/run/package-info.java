/**
 * Tests of runs over a record with a real session, a real proxy and real servers.
 *
 * <ul>
 *   <li>times, order, ends and counts: {@link RecordRunTest}
 *   <li>versions of HTTP, shapes of responses, times, samples: {@link RunProtocolsTest}
 *   <li>WebSockets: {@link RunSocketsTest}, how they end: {@link RunSocketEndsTest}
 *   <li>raw streams: {@link RunTunnelsTest}, event streams: {@link RunEventsTest}
 *   <li>their bases: {@link RunningRecord}, {@link SocketRecord}, with {@link SocketPeer}
 * </ul>
 */
package dev.steno.replay.run;
