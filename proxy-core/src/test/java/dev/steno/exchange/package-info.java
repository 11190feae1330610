/**
 * Tests of the exchange without sockets: scripts of a wire's calls, and properties that hold for random scripts.
 *
 * <ul>
 *   <li>without handlers: {@link PlainExchangeTest}
 *   <li>handlers: {@link VerdictTest}, {@link AnswerTest},
 *       {@link HeldExchangeTest}, {@link HeldMessageTest}, {@link BufferedBodyTest}
 *   <li>state and traces of addons: {@link FlowLocalTest}
 *   <li>recording of bodies: {@link BodyTeeTest}, {@link SlowBodyTest}, {@link DurableResponseTest}
 *   <li>failures: {@link FailureTest}; the hooks of failed servers and interim responses: {@link FailedServerHookTest}
 *   <li>raw streams and WebSockets: {@link RawStreamRelayTest}, {@link WebSocketRelayTest},
 *       {@link WebSocketHandlersTest}, {@link StreamHoldTest}, {@link InflateBudgetTest}
 *   <li>events that people put into event streams: {@link InjectedEventsTest}
 *   <li>properties for random orders of events: {@link ExchangeLawsTest}
 * </ul>
 */
package dev.steno.exchange;
