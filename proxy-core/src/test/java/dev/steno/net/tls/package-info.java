/**
 * Tests of TLS that need a class which is not public; the rest is in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>the ClientHello: {@link ClientHelloReaderTest}, {@link HelloReaderFuzzTest}, {@link HelloInCrumbsTest},
 *       {@link ServerNameIndicationTest}
 *   <li>servers' chains: {@link VerifiedChainCacheTest}
 *   <li>renegotiation: {@link RenegotiationTest}
 * </ul>
 */
package dev.steno.net.tls;
