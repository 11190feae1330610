/**
 * Tests of the wire: a real proxy between clients and servers, which are scripts that send exact bytes or frames, or
 * independent programs.
 *
 * <ul>
 *   <li>HTTP/1 requests and responses: {@link ForwardingTest}, {@link BodyTest}, {@link ChopTest},
 *       {@link ContinueTest}, {@link RequestTargetTest}, {@link OwnAddressTest}, {@link ConnectionReuseTest}, {@link UpgradeTest},
 *       {@link DecodingHookTest}
 *   <li>malformed or ambiguous messages: {@link MalformedRequestTest}, {@link AmbiguousMessageTest},
 *       {@link LenientServersTest}, {@link LenientServersHttp2Test}, {@link FieldBoundsTest}
 *   <li>HTTP/2 with clients: {@link Http2ClientTest}, {@link Http2MalformedTest}, {@link Http2ConnectTest},
 *       {@link Http2ModeTest}, {@link Http2ProgramsTest}
 *   <li>HTTP/2 with servers: {@link Http2ServerTest}, {@link Http2ServerFailureTest},
 *       {@link Http2ServerFlowControlTest}, {@link Http2GreetingTest}, {@link Http2OriginsTest},
 *       {@link ServerCodesTest}, {@link StarvedStreamsTest}, {@link UnreadHeadsTest}
 *   <li>HTTP/2 frames: {@link Http2FramesTest}, {@link Http2ChopTest}, {@link Http2BackPressureTest}
 *   <li>HTTP/3: {@link Http3ClientTest}, {@link Http3LimitsTest}, {@link Http3WriteTimeoutTest},
 *       {@link AltSvcTest}
 *   <li>all pairs of versions: {@link VersionPairsTest}, {@link VersionPairsFieldsTest},
 *       {@link VersionPairsResponsesTest}, {@link VersionPairsProxyTest}, {@link VersionPairsEditTest}, {@link VersionPairsRulesTest},
 *       {@link CutResponsesTest},
 *       {@link HeldPairsTest}, {@link SpooledPairsTest}, {@link HeldUploadsTest}, {@link HeldVersionsTest}
 *   <li>bodies that handlers change while they pass: {@link BodyTransformTest}, {@link ScriptTransformTest}
 *   <li>events that people put into event streams: {@link EventInjectionTest}
 *   <li>WebSockets: {@link Http2WebSocketTest}, {@link Http2WebSocketHandlersTest},
 *       {@link Http2WebSocketProxyTest}, {@link WebSocketBombTest}, {@link HeldWebSocketTest}, {@link AcceptedWebSocketTest}
 *   <li>tunnels: {@link TunnelTargetTest}, {@link TunnelChopTest}, {@link FirstWordsTest},
 *       {@link ForeignProtocolTest}, {@link EarlyResponseTest}, {@link HalfCloseTest}, {@link HalfCloseOrderTest}
 *   <li>TLS towards clients: {@link InterceptionTest}, {@link TlsChopTest}, {@link MirroredVersionTest},
 *       {@link RsaClientsTest}, {@link RevocationSourceTest}, {@link TlsToTheProxyTest}
 *   <li>clients that are passed through: {@link RefusingClientsTest}, {@link IgnoredHostsTest}
 *   <li>TLS towards servers: {@link UpstreamTlsFailureTest}, {@link ServerKeysTest}, {@link MissingIssuerTest}
 *   <li>modes of listeners: {@link ReverseModeTest}, {@link SocksModeTest}, {@link UpstreamModeTest}
 *   <li>credentials: {@link ProxyAuthTest}, {@link ProxyAuthWaysTest}, {@link UpstreamAuthTest}
 *   <li>peers that disconnect, reset or fail: {@link ClientLeavesTest}, {@link ResetTest},
 *       {@link UpstreamFailureTest}, {@link BrokenSocketTest}
 *   <li>clients that disconnect while their message waits for a decision: {@link LeavesWhileHeldTest}
 *   <li>exchanges that handlers and people end: {@link EndsTest}, {@link KillTest},
 *       {@link KillHttp2WebSocketTest}
 *   <li>handlers of failed servers and of interim responses: {@link FailedServerTest}, {@link InterimHookTest}
 *   <li>the end of the proxy: {@link StopTest}
 *   <li>peers that are slow or silent: {@link HeaderTimeoutTest}, {@link SilentPeerTest},
 *       {@link StalledRequestTest}, {@link SlowResponseTest}, {@link WriteTimeoutTest}
 *   <li>back-pressure, and a store that refuses: {@link BackPressureTest}, {@link RefusedRequestsTest}
 *   <li>pages that are compared with the code: {@link ProxyDutiesTest}, {@link DefaultsPageTest}
 *   <li>independent clients: {@link ClientsTest}
 *   <li>the trace of connections: {@link TraceTest}
 *   <li>randomly mutated input: {@link Http1RequestFuzzTest}, {@link Http1ResponseFuzzTest},
 *       {@link Http2RequestFuzzTest}, {@link Http2ResponseFuzzTest}, {@link WebSocketFuzzTest}, {@link SocksFuzzTest},
 *       {@link HelloFuzzTest}, {@link NextProxyFuzzTest}
 * </ul>
 */
package dev.steno.net;
