/**
 * Tests of {@code steno replay} with sessions in files and real servers.
 *
 * <ul>
 *   <li>the command: {@link ReplayCommandTest}; values that are taken from responses: {@link CarriedValuesTest}
 *   <li>the server of a warm-up: {@link WarmUpServerTest}
 *   <li>the command for WebSockets: {@link ReplayStreamsTest}
 *   <li>the figures of a report: {@link ReplayReportTest}
 *   <li>their base class: {@link ReplayCall}; a session to send again: {@link RecordedRequests}
 * </ul>
 */
package dev.steno.cli.replay;
