/**
 * Tests of server replay: sessions that are made for them, a proxy that answers from these, and clients.
 *
 * <ul>
 *   <li>without servers: {@link OfflineTest}
 *   <li>which recorded request is equal: {@link MatchingTest}
 *   <li>which of several responses: {@link CandidatesTest}
 *   <li>how it is adjusted: {@link AdjustedAnswersTest}
 *   <li>streams at their recorded pace: {@link PacedAnswersTest}; WebSockets: {@link MockedSocketTest}
 *   <li>known and unknown requests in front of servers: {@link ModesTest}
 *   <li>beside rules and holds, by commands, and with damaged sessions: {@link MockCompositionTest}, {@link MockCommandsTest}
 * </ul>
 */
@NullMarked
package dev.steno.mock;

import org.jspecify.annotations.NullMarked;
