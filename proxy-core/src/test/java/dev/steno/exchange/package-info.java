/**
 * Tests of the exchange without any socket: scripts of what a wire does, and laws over random ones.
 *
 * <ul>
 *   <li>without handlers: {@link PlainExchangeTest}
 *   <li>handlers: {@link VerdictTest}, {@link HeldExchangeTest}, {@link BufferedBodyTest}
 *   <li>bodies on their way to the record: {@link BodyTeeTest}, {@link SlowBodyTest}, {@link DurableResponseTest}
 *   <li>failures: {@link FailureTest}
 *   <li>raw streams and WebSockets: {@link RawStreamRelayTest}, {@link WebSocketRelayTest},
 *       {@link WebSocketHandlersTest}, {@link InflateBudgetTest}
 *   <li>laws over random orders of events: {@link ExchangeLawsTest}
 * </ul>
 */
package dev.steno.exchange;
