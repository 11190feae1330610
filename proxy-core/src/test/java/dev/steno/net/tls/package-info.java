/**
 * Tests of TLS that need package-private classes; the others are in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>the ClientHello: {@link ClientHelloReaderTest}, {@link HelloReaderFuzzTest}, {@link HelloInCrumbsTest},
 *       {@link ServerNameIndicationTest}
 *   <li>certificate chains of servers: {@link VerifiedChainCacheTest}, {@link UntrustedServerTest}
 *   <li>the set-up at the start: {@link TlsSetupTest}
 *   <li>renegotiation: {@link RenegotiationTest}
 * </ul>
 */
package dev.steno.net.tls;
