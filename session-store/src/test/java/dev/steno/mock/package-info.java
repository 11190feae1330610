/**
 * Tests of server replay: sessions that are made for them, a proxy that answers from these, and clients.
 *
 * <ul>
 *   <li>without servers: {@link OfflineTest}, in the likeness of those that were recorded {@link ShownServerTest}; over HTTP/3
 *       {@link MockOverHttp3Test}
 *   <li>which recorded request is equal: {@link MatchingTest}, {@link MatchingOverHttp2Test}, if rules changed it {@link
 *       RewrittenRecordTest}
 *   <li>which of several responses: {@link CandidatesTest}, {@link CandidatesOverHttp2Test}, {@link RuleStatesTest}
 *   <li>how it is adjusted: {@link AdjustedAnswersTest}, {@link AdjustedAnswersOverHttp2Test}
 *   <li>streams at their recorded pace: {@link PacedAnswersTest}, those that had not ended: {@link UnendedStreamTest}; WebSockets:
 *       {@link MockedSocketTest}; gRPC in both directions: {@link ConversationTest}
 *   <li>known and unknown requests in front of servers: {@link ModesTest}
 *   <li>beside rules and holds, by commands, and with damaged sessions: {@link MockCompositionTest}, {@link MockCommandsTest},
 *       {@link UglyMocksTest}
 * </ul>
 */
@NullMarked
package dev.steno.mock;

import org.jspecify.annotations.NullMarked;
