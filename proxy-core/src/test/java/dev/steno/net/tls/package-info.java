/**
 * Tests of TLS that need a class which is not public; the rest is in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>the ClientHello: {@link HelloReaderTest}, {@link HelloReaderFuzzTest}, {@link HelloInCrumbsTest},
 *       {@link ServerNameSentTest}
 *   <li>servers' chains: {@link ChainMemoryTest}
 *   <li>renegotiation: {@link RenegotiationTest}
 * </ul>
 */
package dev.steno.net.tls;
