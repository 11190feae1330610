/**
 * Tests of the requests that are sent again.
 *
 * <ul>
 *   <li>changes of requests: {@link ReplayedRequestsTest}
 * </ul>
 */
package dev.steno.replay.request;
