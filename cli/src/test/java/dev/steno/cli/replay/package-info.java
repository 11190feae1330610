/**
 * Tests of {@code steno replay} with sessions in files and real servers.
 *
 * <ul>
 *   <li>the command: {@link ReplayCommandTest}
 *   <li>the command for WebSockets: {@link ReplayStreamsTest}
 *   <li>the figures of a report: {@link ReplayReportTest}
 *   <li>a session to send again: {@link RecordedRequests}
 * </ul>
 */
package dev.steno.cli.replay;
