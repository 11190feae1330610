/**
 * Tests of slow and faulty networks.
 *
 * <ul>
 *   <li>slow networks on HTTP/1, in tunnels and in WebSockets: {@link ThrottleTest}, on HTTP/2
 *       {@link ThrottleHttp2Test}, on HTTP/3 {@link ThrottleHttp3Test}, with held messages {@link HeldThrottledTest}
 *   <li>their base: {@link NetworkProxyTest}
 *   <li>faults: {@link FaultsTest}, of bodies {@link BodyFaultsTest}, of connections {@link ConnectionFaultsTest}, of
 *       WebSockets {@link WebSocketFaultsTest}; how they are written: {@link FaultSpecTest}; the sizes and times of pieces:
 *       {@link PieceShapesTest}
 * </ul>
 */
package dev.steno.rule.network;
